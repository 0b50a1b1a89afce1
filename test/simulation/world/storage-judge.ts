/**
 * What must be true of what is stored, after the server has stopped; and that it is told where something of it is damaged.
 */

import * as Y from 'yjs';
import { EMPTY_UPDATE } from '../../../server/contract/protocol.ts';
import { ok } from '../../../server/lib/result.ts';
import { compactDocument, flawOf } from '../../../server/storage/compaction-core.ts';
import type { Compactor } from '../../../server/storage/compactor.ts';
import type { OpenedDocument } from '../../../server/storage/document-log.ts';
import { verifyDocument } from '../../../server/storage/verification.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';
import { judgeText } from './judge.ts';
import { Life } from './schedule.ts';
import { textIn } from './texts.ts';
import type { World } from './world.ts';

/** Everything verifies, and loads as what everybody saw. */
export async function judgeStorage(world: World): Promise<string[]> {
  await world.server.stop();
  const flaws = await verify(world);
  const opened = await openAll(world);
  for (const [id, document] of opened) {
    if (document instanceof Error) flaws.push(`${id} cannot be opened: ${document.message}`);
    else flaws.push(...judgeText(world, id, textOf(document)));
  }
  return flaws;
}

/** The operator's look finds one damaged value; and whoever opens its document reads the same as before, or is told. */
export async function judgeDamage(world: World, random: SeededRandom): Promise<string[]> {
  await world.server.stop();
  const before = await openAll(world);
  await world.server.stop();
  const damage = world.disk.damage(random);
  if (damage === null) return [];
  world.trace.cover(`damage: ${damage.kind} ${damage.key.split('!', 1)[0]}`);
  world.trace.tell(`on the disk a value is ${damage.kind}: ${damage.key}`);
  const found = await verify(world);
  if (found.length === 0) return [`nobody finds that ${damage.key} is ${damage.kind}`];
  const opened = await openAll(world);
  return world.documentIds.flatMap((id) => {
    const [was, is] = [before.get(id), opened.get(id)];
    if (is === undefined || is instanceof Error || is.damage !== null) return [];
    const isSame = was !== undefined && !(was instanceof Error) && textOf(was) === textOf(is);
    return isSame ? [] : [`${id} reads otherwise since ${damage.key} is ${damage.kind}, and nobody is told`];
  });
}

/** What `scriptorium verify` says. */
async function verify(world: World): Promise<string[]> {
  const life = new Life('verifier');
  const opened = await world.disk.openerFor(life).open();
  if (!opened.ok) return [`the store cannot be opened: ${opened.error}`];
  const view = opened.value.view();
  const flaws: string[] = [];
  for (const id of world.documentIds) {
    const report = await verifyDocument(view, id, { store: opened.value, compactor, confirmedById: new Map() });
    flaws.push(...report.flaws.map((flaw) => `${id}: ${flaw}`));
  }
  await opened.value.close();
  return flaws;
}

/** Every document as the server's log gives it, or why it does not. */
async function openAll(world: World): Promise<Map<string, OpenedDocument | Error>> {
  world.server.start();
  const life = new Life('reader');
  while (!world.server.isUp) await world.disk.wait(life, 'read', 10);
  const documents = new Map<string, OpenedDocument | Error>();
  for (const id of world.documentIds) {
    const document = await world.server.log?.open(id);
    documents.set(id, document?.ok === true ? document.value : new Error(document?.error.message));
  }
  return documents;
}

function textOf({ snapshot, tail }: OpenedDocument): string {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, snapshot?.bytes ?? EMPTY_UPDATE);
  for (const { bytes } of tail) Y.applyUpdate(doc, bytes);
  return textIn(doc);
}

const compactor: Compactor = {
  compact: async (input) => {
    const flaw = flawOf(input.snapshot?.bytes ?? EMPTY_UPDATE, input.tail);
    return flaw === null ? compactDocument(input) : { ok: false, error: flaw };
  },
  rescue: async () => ok(null),
  close: async () => {},
};
