/** Everything that can happen to a world: people's work, and what goes wrong meanwhile. What is broken mends by itself. */

import type { SeededRandom } from '../../support/seeded-random.ts';
import type { DiskFault } from './disk.ts';
import type { Page } from './page.ts';
import { forges, isOutdated, sendsRubbish } from './strangers.ts';
import type { World } from './world.ts';

type Act = (world: World, page: Page, random: SeededRandom) => void;

const DISK_FAULTS: readonly DiskFault[] = ['error', 'torn', 'unsynced'];

const work = {
  types: (_world, page, random) => page.types(1 + random.below(4), random),
  'types fast': (world, page, random) => {
    for (let n = 3 + random.below(12), atMs = 0; n > 0; n -= 1, atMs += 20 + random.below(120)) {
      world.later(atMs, () => page.types(1, random));
    }
  },
  deletes: (_world, page, random) => page.deletes(1 + random.below(4), random),
  emboldens: (_world, page, random) => page.emboldens(random),
  'works in the editor': (_world, page, random) => page.works(random),
  'sees a frame': (_world, page, random) => page.looks(random.chance(0.2)),
  'moves the caret': (_world, page, random) => page.moves(random),
} as const satisfies Record<string, Act>;

const nemeses = {
  'line cut': (world, page, random) => {
    world.network.cut(page.cable);
    world.later(500 + random.below(30_000), () => world.network.heal(page.cable));
  },
  'line dies silently': ({ network }, page) => network.kill(page.cable),
  'line reset': ({ network }, page) => network.reset(page.cable),
  'line slow': (world, page, random) => {
    page.cable.latencyMs = 200 + random.below(2_000);
    world.later(1_000 + random.below(10_000), () => {
      page.cable.latencyMs = 10;
    });
  },
  'reader stalls': (world, page, random) => {
    world.network.stall(page.cable);
    world.later(500 + random.below(40_000), () => world.network.drain(page.cable));
  },
  'page wakes up': (_world, page) => page.wakes(),
  'device refuses': (world, page, random) => {
    page.keepsNothing(true);
    world.later(1_000 + random.below(10_000), () => page.deviceIsMended());
  },
  'tab killed': (world, page, random) => {
    page.isKilled();
    world.later(100 + random.below(8_000), () => page.opens());
  },
  'tab closed': (world, page, random) => {
    page.closes();
    world.later(100 + random.below(8_000), () => page.opens());
  },
  'server killed': (world, _page, random) => world.restarts(() => world.server.crash(false), random),
  'power cut': (world, _page, random) => world.restarts(() => world.server.crash(true), random),
  'server stopped': (world, _page, random) => world.restarts(() => void world.server.stop(), random),
  'backup restored': (world, _page, random) => {
    const backup = world.disk.values;
    // Of a store that is not there yet nobody has one.
    if (backup.size === 0) return;
    world.later(random.below(10_000), () => world.restores(backup, random));
  },
  'disk fails': ({ disk }, _page, random) => {
    disk.failWrites(...Array.from({ length: 1 + random.below(3) }, () => random.pick(DISK_FAULTS)));
    if (random.chance(0.3)) disk.failOpenings(1 + random.below(2));
  },
  'disk full': (world, _page, random) => {
    world.disk.isFull = true;
    world.later(500 + random.below(20_000), () => {
      world.disk.isFull = false;
    });
  },
  'disk slow': (world, _page, random) => {
    world.disk.writeMs = 20 + random.below(1_000);
    world.later(500 + random.below(10_000), () => {
      world.disk.writeMs = 1;
    });
  },
  'compaction slow': ({ server }, _page, random) => {
    server.compactMs = random.pick([0, 50, 500, 3_000]);
  },
  'compaction fails': ({ server }, _page, random) => {
    server.failingCompactions = 1 + random.below(3);
  },
  "server's clock jumps": ({ server }, _page, random) => server.setClock(jumpMs(random)),
  "page's clock jumps": (_world, page, random) => {
    page.life.skewMs = jumpMs(random);
  },
  'role taken': (world, page, random) => {
    world.mayOnlyRead(page, true);
    world.later(500 + random.below(15_000), () => world.mayOnlyRead(page, false));
  },
  'signed out': (world, page, random) => {
    world.signsOut(page);
    world.later(1_000 + random.below(8_000), () => world.signsInAgain(page));
  },
  'stock program': (world, page, random) => {
    const program = world.programIn(page.documentId);
    for (let n = 1 + random.below(8); n > 0; n -= 1) world.later(random.below(10_000), () => program.writes(random));
    if (random.chance(0.3)) world.later(random.below(10_000), () => world.network.kill(program.cable));
    if (random.chance(0.3)) world.later(random.below(15_000), () => world.network.reset(program.cable));
    if (random.chance(0.3)) world.later(random.below(15_000), () => program.leaves());
  },
  'cookie lost': (world, page) => world.losesCookie(page),
  'old client': (world, page) => isOutdated(world, page),
  'hostile frames': (world, page, random) => sendsRubbish(world, page, random),
  'forged frames': (world, page, random) => forges(world, page, random),
} as const satisfies Record<string, Act>;

export type ActName = keyof typeof work | keyof typeof nemeses;

const ACTS: Readonly<Record<ActName, Act>> = { ...work, ...nemeses };

/** How often each is chosen, against the others of its kind. */
export const WORK: ReadonlyMap<ActName, number> = new Map<ActName, number>([
  ['types', 8],
  ['types fast', 4],
  ['deletes', 5],
  ['emboldens', 1],
  ['works in the editor', 4],
  ['sees a frame', 2],
  ['moves the caret', 2],
]);

/** Only where it is asked for with --also, so that all other worlds stay what they are. */
const ASKED_FOR: ReadonlySet<ActName> = new Set(['cookie lost']);

export const NEMESES: ReadonlyMap<ActName, number> = new Map(
  (Object.keys(nemeses) as (keyof typeof nemeses)[]).map((name) => [name, ASKED_FOR.has(name) ? 0 : 1]),
);

export function happen(act: ActName, world: World, page: Page, random: SeededRandom): void {
  ACTS[act](world, page, random);
}

/** From a few seconds to a year, back or forth. */
function jumpMs(random: SeededRandom): number {
  const sizeMs = random.pick([2_000, 60_000, 3_600_000, 365 * 86_400_000]);
  return (random.chance(0.5) ? -1 : 1) * sizeMs;
}
