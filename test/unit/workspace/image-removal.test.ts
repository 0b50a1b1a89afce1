/** When images that a deleted document left behind are removed, and what it costs. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { IMAGE_REST_MS, IMAGE_SWEEP_MAX, IMAGE_SWEEP_MS } from '../../../server/contract/limits.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import type { DocumentChange } from '../../../server/storage/document-change.ts';
import type { DocumentEntry } from '../../../server/storage/document-log.ts';
import { Catalogue } from '../../../server/workspace/catalogue.ts';
import { ImageRemoval } from '../../../server/workspace/image-removal.ts';
import { ManualClock } from '../../support/clock.ts';
import { WorkspacePlace } from '../../support/workspace-place.ts';

const nameOf = (number: number) => `${number.toString(16).padStart(64, '0')}.png`;
const [ONE, OTHER] = [nameOf(1), nameOf(2)];

let place: WorkspacePlace;
let clock: ManualClock;
let catalogue: Catalogue;
let removal: ImageRemoval;
/** What the log has, with what a reading of it would find; null where it cannot be read. */
let stored: Map<string, readonly [DocumentEntry, DocumentChange | null]>;
let walks: number;
let removed: string[];
let caughtUp: Promise<void>;

beforeEach(async () => {
  place = await WorkspacePlace.make('image-removal');
  clock = new ManualClock();
  [stored, walks, removed, caughtUp] = [new Map(), 0, [], Promise.resolve()];
  await opens();
});

afterEach(async () => {
  await closes();
  await place.remove();
});

async function opens(): Promise<void> {
  const workspace = await place.opens();
  const search = { put: async () => {}, remove: async () => {}, setReaders: async () => {} };
  const described = async (id: string) => stored.get(id)?.[1] ?? null;
  const parts = { workspace, clock, logger: silentLogger };
  catalogue = new Catalogue({ ...parts, search, describe: described, readersOf: async () => ['everybody'] });
  removal = new ImageRemoval({
    ...{ ...parts, catalogue, caughtUp: () => caughtUp },
    documents: {
      async *entries() {
        walks += 1;
        for (const [entry] of stored.values()) yield entry;
      },
      describe: described,
      isGone: async () => false,
    },
    images: { removeUnlessSent: async (name) => void removed.push(name) },
  });
}

async function closes(): Promise<void> {
  await removal.close();
  await catalogue.close();
  await place.closes();
}

function change(id: string, through: number, images: readonly string[]): DocumentChange {
  const words = { id, title: id, text: '', images, wasRead: true, after: 0, through };
  return { ...words, changedAt: through, changedBy: 'ann', created: { at: 1, by: 'ann' } };
}

/** @param reading what is found when it is read to its end; null when that cannot be done. */
function has(id: string, head: number, reading: DocumentChange | null): void {
  stored.set(id, [{ id, head, createdAt: 1, changedAt: head, title: id, isGone: false }, reading]);
}

/** A document that is in the log and in the lists. */
async function knows(id: string, ...images: readonly string[]): Promise<void> {
  has(id, 1, change(id, 1, images));
  catalogue.changed(change(id, 1, images));
  await catalogue.flush();
}

async function deletes(id: string): Promise<void> {
  stored.delete(id);
  await catalogue.removed(id, clock.now());
}

it('removes what nothing speaks of, a day later, once; and until then, and afterwards, reads nothing', async () => {
  await knows('a', ONE, OTHER);
  await knows('b', OTHER);
  await removal.sweep();
  await deletes('a');
  clock.set(IMAGE_REST_MS - 1);
  await removal.sweep();
  expect([removed, walks]).toEqual([[], 0]);
  clock.set(1);
  await removal.sweep();
  expect([removed, walks]).toEqual([[ONE], 1]);
  await removal.sweep();
  expect(walks).toBe(1);
});

it('remembers over a restart, and goes round by itself', async () => {
  await knows('a', ONE);
  await deletes('a');
  await closes();
  await opens();
  clock.set(IMAGE_REST_MS);
  clock.advance(IMAGE_SWEEP_MS);
  // The one that is under way.
  await removal.sweep();
  expect(removed).toEqual([ONE]);
});

it('reads first what no card has read: a record that came since, a document without a card, an old card', async () => {
  for (const [id, image] of [
    ['a', ONE],
    ['b', OTHER],
  ] as const) {
    await knows(id, image);
    await deletes(id);
  }
  await knows('behind');
  has('behind', 2, change('behind', 2, [ONE]));
  has('new', 3, change('new', 3, [OTHER]));
  clock.set(IMAGE_REST_MS);
  await removal.sweep();
  expect([removed, catalogue.card('behind')?.images, catalogue.card('new')?.images]).toEqual([[], [ONE], [OTHER]]);
});

it('removes nothing while a document cannot be read, and what is due when it can', async () => {
  await knows('a', ONE);
  await deletes('a');
  await knows('b');
  has('b', 2, null);
  clock.set(IMAGE_REST_MS);
  await removal.sweep();
  // One whose head is damaged is not listed at all.
  stored.delete('b');
  await removal.sweep();
  expect(removed).toEqual([]);
  has('b', 2, change('b', 2, []));
  await removal.sweep();
  expect(removed).toEqual([ONE]);
});

it('keeps those of a document that is only missing: whoever has it may bring it back', async () => {
  await knows('a', ONE);
  stored.delete('a');
  await catalogue.removed('a', null);
  clock.set(IMAGE_REST_MS);
  await removal.sweep();
  expect([removed, walks]).toEqual([[], 0]);
});

it('waits until the lists are caught up with, and stops with the server', async () => {
  let catchesUp = () => {};
  caughtUp = new Promise((resolve) => {
    catchesUp = resolve;
  });
  await knows('a', ONE);
  await deletes('a');
  clock.set(IMAGE_REST_MS);
  void removal.sweep();
  const closed = removal.close();
  catchesUp();
  await closed;
  await removal.sweep();
  expect([removed, walks]).toEqual([[], 0]);
});

it('takes so many at once', async () => {
  await knows('a', ...Array.from({ length: IMAGE_SWEEP_MAX + 1 }, (_, number) => nameOf(number)));
  await deletes('a');
  clock.set(IMAGE_REST_MS);
  await removal.sweep();
  expect(removed).toHaveLength(IMAGE_SWEEP_MAX);
  await removal.sweep();
  expect(removed).toHaveLength(IMAGE_SWEEP_MAX + 1);
});
