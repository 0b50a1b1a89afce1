/** One of many stops reading (P9). */

import type { RunningServer } from '../targets/running-server.ts';
import type { Measure, Scenario, Stage, Values } from './scenario.ts';

const MEASURES: readonly Measure[] = [
  { key: 'growth', what: 'growth of the highest RSS, MB', digits: 1, atMost: 10 },
  { key: 'sent', what: 'MB of presence sent to each reader', digits: 1 },
];

const SAMPLE_MS = 100;
const TYPED_PER_SECOND = 50;
const PER_SECOND_AND_CLIENT = 10;

interface Room {
  readonly clients: number;
  readonly seconds: number;
  readonly stateLength: number;
}

export const slowReader: Scenario = {
  name: 'slow-reader',
  title: 'A reader that stops reading',
  method:
    'One of the people stops reading while the others move large cursors and type; then it reads on, and must end up with every ' +
    'marker, unless the server sent it away.',
  async cases(size, targets) {
    const room = size === 'tiny' ? { clients: 8, seconds: 2 } : { clients: 50, seconds: 20 };
    const label = `P9 1 of ${room.clients} people does not read for ${room.seconds} s`;
    return [{ label, measures: MEASURES, targets, run: (stage) => run(stage, { ...room, stateLength: 1_600 }) }];
  },
};

async function run(stage: Stage, { clients, seconds, stateLength }: Room): Promise<Values> {
  const { target, load, start, fault } = stage;
  const server = await start();
  const moves = { perSecondAndClient: PER_SECOND_AND_CLIENT, stateLength };
  await load.run('connect', {
    ...{ port: server.port, dialect: target.dialect, documentPrefix: 'slow-', documents: 1 },
    clientsPerDocument: clients,
    writersPerDocument: clients - 1,
  });
  // As much as during the stall itself: what serving readers who do read takes, a compaction's thread among it, is not
  // what is asked here. Highest is compared with highest: between two collections of garbage memory rises and falls by
  // more than what a reader could hold up.
  const whileAllRead = watchMemory(server);
  await load.run('present', { ...moves, seconds });
  await load.run('type', { seconds, pace: { kind: 'rate', perSecond: TYPED_PER_SECOND } });
  const usual = whileAllRead.stop();
  const whileOneDoesNot = watchMemory(server);
  const result = await load.run('stall', { ...moves, seconds, typedPerSecond: TYPED_PER_SECOND });
  const growth = Math.max(0, whileOneDoesNot.stop() - usual);
  if (result.missingElsewhere > 0) fault(`${result.missingElsewhere} deliveries to those who did read never came`);
  if (result.missing !== null && result.missing > 0) {
    fault(`the reader that came back lacks ${result.missing} of ${result.typed} updates`);
  }
  return { growth: growth / 1024, sent: result.presenceBytes / 1e6 };
}

/** @returns what tells the highest RSS meanwhile, in KB. */
function watchMemory(server: RunningServer): { stop(): number } {
  let highest = server.residentKilobytes();
  const timer = setInterval(() => {
    highest = Math.max(highest, server.residentKilobytes());
  }, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      return highest;
    },
  };
}
