/** One document with many people in it (P1, P2). */

import type { TypeParameters } from '../load/commands.ts';
import type { Target } from '../targets/target.ts';
import { type Case, cpuOf, type Measure, type Scenario, type Stage, type Values } from './scenario.ts';

/** So many of them type, each with so many updates on the way. */
const WRITERS_MAX = 64;
const WINDOW = 4;
/** Long enough for what a server starts later, such as a thread for compaction, to be there. */
const WARM_UP_SECONDS = 3;

interface Room {
  readonly clients: number;
  readonly seconds: number;
  readonly pace: TypeParameters['pace'];
  readonly measures: readonly Measure[];
}

const saturated = (atMost?: number): Measure[] => [
  { key: 'cpu', what: 'CPU s per million delivered', digits: 2, ...(atMost === undefined ? {} : { atMost }) },
  { key: 'rate', what: 'delivered a second', digits: 0 },
];

const atHumanLoad: readonly Measure[] = [
  { key: 'cpu', what: 'CPU s per million delivered', digits: 2, atMost: 2.6 },
  { key: 'p50', what: 'p50 ms to the others', digits: 1, atMost: 20 },
  { key: 'p99', what: 'p99 ms to the others', digits: 1 },
];

export const fanout: Scenario = {
  name: 'fanout',
  title: 'Fan-out: one document, many people',
  method:
    `Up to ${WRITERS_MAX} of the people type as fast as their updates come back (${WINDOW} each on the way), then 200 updates a ` +
    'second in a room of 500. A delivery is one update that reached one other client, counted by its marker.',
  async cases(size, targets) {
    const seconds = size === 'tiny' ? 1 : 6;
    const [crowds, crowd] = size === 'tiny' ? [[20], 20] : [[100, 500, 1000], 500];
    const rooms: Room[] = crowds.map((clients) => ({
      ...{ clients, seconds, pace: { kind: 'window', updates: WINDOW } },
      measures: saturated(clients <= 100 ? 0.5 : 0.33),
    }));
    const human: Room = { clients: crowd, seconds, pace: { kind: 'rate', perSecond: 200 }, measures: atHumanLoad };
    return [
      ...rooms.map((room) => caseOf(`P1 ${room.clients} people, saturated`, room, targets)),
      caseOf(`P2 ${crowd} people, 200 updates/s`, human, targets),
    ];
  },
};

function caseOf(label: string, room: Room, targets: readonly Target[]): Case {
  return { label, targets, measures: room.measures, run: (stage) => run(stage, room) };
}

async function run({ target, load, start, fault }: Stage, { clients, seconds, pace }: Room): Promise<Values> {
  const server = await start();
  await load.run('connect', {
    ...{ port: server.port, dialect: target.dialect, documentPrefix: 'fanout-', documents: 1 },
    clientsPerDocument: clients,
    writersPerDocument: Math.min(clients, WRITERS_MAX),
  });
  await load.run('type', { seconds: WARM_UP_SECONDS, pace });
  const { cpuSeconds, result } = await cpuOf(server, () => load.run('type', { seconds, pace }));
  if (result.missing > 0) fault(`${result.missing} of ${result.sent * (clients - 1)} deliveries never came`);
  if (result.repeated > 0) fault(`${result.repeated} deliveries came twice`);
  return {
    cpu: (cpuSeconds / result.delivered) * 1e6,
    rate: result.delivered / (result.elapsedMs / 1000),
    p50: result.p50Ms,
    p99: result.p99Ms,
  };
}
