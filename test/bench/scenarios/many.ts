/** Many documents with two people each (P3). */

import type { Target } from '../targets/target.ts';
import { type Case, cpuOf, type Measure, type Scenario, type Stage, type Values } from './scenario.ts';

const PER_DOCUMENT = 2;

interface Load {
  readonly documents: number;
  readonly perSecond: number;
  readonly seconds: number;
}

const measures = (atMost?: number): Measure[] => [
  { key: 'cpu', what: 'CPU us an update', digits: 1, ...(atMost === undefined ? {} : { atMost }) },
  { key: 'p50', what: 'p50 ms to the other', digits: 1 },
  { key: 'p99', what: 'p99 ms to the other', digits: 1 },
];

export const many: Scenario = {
  name: 'many',
  title: 'Many documents',
  method: 'Two people in each document type in turns, 10,000 updates a second over all documents.',
  async cases(size, targets) {
    const tiny = size === 'tiny';
    const [perSecond, seconds] = tiny ? [500, 1] : [10_000, 8];
    const counts = tiny ? [10] : [10, 1_000];
    return counts.map((documents) => caseOf({ documents, perSecond, seconds }, targets));
  },
};

function caseOf(load: Load, targets: readonly Target[]): Case {
  const isP3 = load.documents === 1_000;
  return {
    label: `${isP3 ? 'P3 ' : ''}${load.documents} documents x ${PER_DOCUMENT}`,
    measures: measures(isP3 ? 40 : undefined),
    targets,
    run: (stage) => run(stage, load),
  };
}

async function run(stage: Stage, { documents, perSecond, seconds }: Load): Promise<Values> {
  const { target, load, start, fault } = stage;
  const server = await start();
  const pace = { kind: 'rate', perSecond } as const;
  await load.run('connect', {
    ...{ port: server.port, dialect: target.dialect, documentPrefix: 'many-', documents },
    clientsPerDocument: PER_DOCUMENT,
    writersPerDocument: PER_DOCUMENT,
  });
  await load.run('type', { seconds: seconds / 4, pace });
  const { cpuSeconds, result } = await cpuOf(server, () => load.run('type', { seconds, pace }));
  if (result.missing > 0) fault(`${result.missing} of ${result.sent} deliveries never came`);
  if (result.repeated > 0) fault(`${result.repeated} deliveries came twice`);
  // Per delivery: a server that is behind has not paid for what it still owes.
  return { cpu: (cpuSeconds / result.delivered) * 1e6, p50: result.p50Ms, p99: result.p99Ms };
}
