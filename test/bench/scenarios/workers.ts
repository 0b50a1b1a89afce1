/** The same work by one process and by several, on the same machine. */

import { productWith } from '../targets/product.ts';
import type { Target } from '../targets/target.ts';
import { type Case, cpuOf, type Measure, type Scenario, type Stage, type Values } from './scenario.ts';

const MEASURES: readonly Measure[] = [
  { key: 'connectMs', what: 'ms to let everybody in', digits: 0 },
  { key: 'cpu', what: 'CPU us an update', digits: 1 },
  { key: 'rate', what: 'updates a second', digits: 0 },
  { key: 'p50', what: 'p50 ms to the other', digits: 1 },
  { key: 'p99', what: 'p99 ms to the other', digits: 1 },
  { key: 'megabytes', what: 'MB of RSS at the end', digits: 0 },
];

/** Updates that each writer has on the way. */
const WINDOW = 2;

interface Load {
  readonly documents: number;
  readonly seconds: number;
}

export const workers: Scenario = {
  name: 'workers',
  title: 'Several processes behind one port',
  method:
    'Two people in each of many documents type as fast as their updates come back, over the product as it is (one process) and with ' +
    'its documents spread over worker processes. CPU and memory are those of all of its processes together.',
  async cases(size, targets) {
    const load = size === 'tiny' ? { documents: 20, seconds: 1 } : { documents: 500, seconds: 8 };
    const counts = size === 'tiny' ? [2] : [2, 4];
    const alone = targets.filter(({ name }) => name === 'scriptorium');
    return [caseOf(load, [...alone, ...counts.map(productWith)])];
  },
};

function caseOf(load: Load, targets: readonly Target[]): Case {
  const label = `${load.documents} documents x 2, saturated`;
  return { label, measures: MEASURES, targets, run: (stage) => run(stage, load) };
}

async function run({ target, load, start, fault }: Stage, { documents, seconds }: Load): Promise<Values> {
  const server = await start();
  const pace = { kind: 'window', updates: WINDOW } as const;
  const { elapsedMs } = await load.run('connect', {
    ...{ port: server.port, dialect: target.dialect, documentPrefix: 'spread-', documents },
    clientsPerDocument: 2,
    writersPerDocument: 2,
  });
  await load.run('type', { seconds: seconds / 4, pace });
  const { cpuSeconds, result } = await cpuOf(server, () => load.run('type', { seconds, pace }));
  if (result.missing > 0) fault(`${result.missing} of ${result.sent} deliveries never came`);
  if (result.repeated > 0) fault(`${result.repeated} deliveries came twice`);
  return {
    connectMs: elapsedMs,
    cpu: (cpuSeconds / result.delivered) * 1e6,
    rate: result.delivered / (result.elapsedMs / 1_000),
    p50: result.p50Ms,
    p99: result.p99Ms,
    megabytes: server.residentKilobytes() / 1_024,
  };
}
