/** A room full of moving cursors (P8). */

import { cpuOf, type Measure, type Scenario, type Stage, type Values } from './scenario.ts';

const PER_SECOND_AND_CLIENT = 10;
const STATE_LENGTH = 12;
const WARM_UP_SECONDS = 1;

const MEASURES: readonly Measure[] = [
  { key: 'cpu', what: 'CPU s per million entries', digits: 2, atMost: 0.3 },
  { key: 'delivered', what: 'entries delivered, % of those sent', digits: 1, atLeast: 99 },
];

export const presence: Scenario = {
  name: 'presence',
  title: 'Presence: a room full of cursors',
  method:
    'Everybody moves the cursor 10 times a second; an entry counts when it is newer than what that client knew. In the end ' +
    'everybody must know the last place of everybody.',
  async cases(size, targets) {
    const [clients, seconds] = size === 'tiny' ? [10, 1] : [200, 8];
    const label = `P8 ${clients} cursors x ${PER_SECOND_AND_CLIENT}/s`;
    return [{ label, measures: MEASURES, targets, run: (stage) => run(stage, clients, seconds) }];
  },
};

async function run(stage: Stage, clients: number, seconds: number): Promise<Values> {
  const { target, load, start, fault } = stage;
  const server = await start();
  await load.run('connect', {
    ...{ port: server.port, dialect: target.dialect, documentPrefix: 'presence-', documents: 1 },
    clientsPerDocument: clients,
    writersPerDocument: 0,
  });
  const moves = { perSecondAndClient: PER_SECOND_AND_CLIENT, stateLength: STATE_LENGTH };
  await load.run('present', { ...moves, seconds: WARM_UP_SECONDS });
  const { cpuSeconds, result } = await cpuOf(server, () => load.run('present', { ...moves, seconds }));
  if (result.stale > 0)
    fault(`${result.stale} of ${clients * (clients - 1)} pairs did not know each other's last place 5 s after the end`);
  return { cpu: (cpuSeconds / result.delivered) * 1e6, delivered: (result.delivered / result.expected) * 100 };
}
