/** What is lost when the server is killed (P6). */

import { repeat } from '../load/pacing.ts';
import type { Target } from '../targets/target.ts';
import type { Case, Measure, Scenario, Stage, Values } from './scenario.ts';

const MEASURES: readonly Measure[] = [
  { key: 'lost', what: 'updates lost that somebody had been shown', digits: 0, atMost: 0 },
  { key: 'part', what: '- % of those shown', digits: 1 },
];

export const durability: Scenario = {
  name: 'durability',
  title: 'Durability: kill -9 while somebody types',
  isTimeless: true,
  method:
    'One types, another reads, the server is killed and started again. Counted is what the reader had been shown and a newcomer ' +
    'is not given. (A power cut is worse than a kill for those who do not sync; it is not emulated here.)',
  async cases(size, targets) {
    const seconds = size === 'tiny' ? 0.5 : 4;
    return [100, 3_000].map((perSecond) => caseOf(perSecond, seconds, targets));
  },
};

function caseOf(perSecond: number, seconds: number, targets: readonly Target[]): Case {
  const label = `P6 killed at ${perSecond} updates/s`;
  return { label, measures: MEASURES, targets, run: (stage) => run(stage, perSecond, seconds) };
}

async function run(stage: Stage, perSecond: number, seconds: number): Promise<Values> {
  const { target, load, start, fault } = stage;
  const { dialect } = target;
  const server = await start();
  const documentPrefix = 'durable-';
  await load.run('connect', {
    ...{ port: server.port, dialect, documentPrefix, documents: 1, clientsPerDocument: 2, writersPerDocument: 1 },
  });
  const typing = load.run('type', { seconds: seconds * 3, pace: { kind: 'rate', perSecond }, untilCut: true });
  const killAt = performance.now() + seconds * 1000;
  await repeat(5, () => performance.now() >= killAt);
  await server.kill();
  const { delivered } = await typing;
  await load.run('leave', null);
  const again = await start();
  const { markers } = await load.run('open', {
    ...{ port: again.port, dialect, document: `${documentPrefix}0`, clients: 1 },
  });
  if (markers.doubled > 0) fault(`${markers.doubled} updates are in the document twice`);
  const lost = Math.max(0, delivered - markers.end) + markers.missing;
  return { lost, part: (lost / delivered) * 100 };
}
