/** What must be true in the end, a sentence for each thing that is not. */

import * as Y from 'yjs';
import { EMPTY_UPDATE } from '../../../server/contract/protocol.ts';
import { stateHash } from '../../../server/contract/state-hash.ts';
import { ok } from '../../../server/lib/result.ts';
import { compactDocument, flawOf } from '../../../server/storage/compaction-core.ts';
import type { Compactor } from '../../../server/storage/compactor.ts';
import type { OpenedDocument } from '../../../server/storage/document-log.ts';
import { verifyDocument } from '../../../server/storage/verification.ts';
import type { Page } from './page.ts';
import { Life } from './schedule.ts';
import { RUBBISH } from './strangers.ts';
import { textIn } from './texts.ts';
import type { World } from './world.ts';

/** Everybody who may write holds the same, and it is what was typed. */
export function judgeDocuments(world: World): string[] {
  return world.documentIds.flatMap((id) => {
    const pages = world.pages.filter((page) => page.documentId === id && page.isOpen && !page.hasTypedInVain);
    const [first] = pages;
    if (first === undefined) return [];
    return [
      ...pages.slice(1).flatMap((page) => differences(first, page)),
      ...pages.flatMap((page) => page.writer?.flaw ?? []),
      ...judgeText(world, id, first.text),
    ];
  });
}

function judgeText(world: World, id: string, text: string): string[] {
  const flaws = world.fates.judge(id, text);
  return text.includes(RUBBISH) ? [...flaws, `${id} holds what a stranger wrote`] : flaws;
}

function differences(one: Page, other: Page): string[] {
  const [docs, names] = [[one.session?.doc, other.session?.doc], `${one.name} and ${other.name}`];
  const [mine, theirs] = docs;
  if (mine === undefined || theirs === undefined) return [];
  if (one.text !== other.text) return [`${names} read different texts: "${one.text}", "${other.text}"`];
  const isSame = Buffer.compare(stateHash(mine), stateHash(theirs)) === 0;
  return isSame ? [] : [`${names} hold different documents under the same text`];
}

/** Everybody who is here is shown, and nobody else. */
export function judgePresence(world: World): string[] {
  // Whoever came first after a backup was restored may own the ids of others, who are not shown until they write.
  if (world.hasBeenRestored) return [];
  return world.pages.flatMap((page) => {
    const { session } = page;
    if (session === null) return [];
    const here = world.pages.filter((other) => other.documentId === page.documentId && other.isOpen);
    const expected = here.map((other) => other.session?.awareness.clientID ?? 0);
    const shown = session.awareness.getStates();
    if (expected.length === shown.size && expected.every((client) => shown.has(client))) return [];
    return [`${page.name} sees ${[...shown.keys()].join()} here, and here are ${expected.join()}`];
  });
}

/** Nobody is left, so nothing is kept. */
export function judgeEmptyServer({ server }: World): string[] {
  const { sizes } = server;
  if (sizes === null) return ['the server is not up'];
  const left = Object.entries({ ...sizes, oldestUnconfirmedS: 0 }).filter(([, size]) => Number(size) !== 0);
  return left.map(([name, size]) => `with nobody there the server still has ${name}: ${size}`);
}

/** The server has stopped: everything verifies, and loads as what everybody saw. */
export async function judgeStorage(world: World): Promise<string[]> {
  await world.server.stop();
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
  return [...flaws, ...(await judgeStoredText(world))];
}

async function judgeStoredText(world: World): Promise<string[]> {
  world.server.start();
  const life = new Life('reader');
  while (!world.server.isUp) await world.disk.wait(life, 'read', 10);
  const flaws: string[] = [];
  for (const id of world.documentIds) {
    const document = await world.server.log?.open(id);
    if (document?.ok !== true) flaws.push(`${id} cannot be opened: ${document?.error.message}`);
    else flaws.push(...judgeText(world, id, textOf(document.value)));
  }
  return flaws;
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
