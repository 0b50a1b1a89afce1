/** What must be true in the end, a sentence for each thing that is not. */

import * as Y from 'yjs';
import { stateHash } from '../../../server/contract/state-hash.ts';
import { charactersIn } from './durable.ts';
import type { Fates } from './fates.ts';
import type { Page } from './page.ts';
import type { StockProgram } from './stock-program.ts';
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
      ...pages.slice(1).flatMap((page) => differences(first, page, world.fates)),
      ...world.programs.flatMap((program) => strayed(first, program)),
      ...pages.flatMap((page) => page.writer?.flaw ?? []),
      ...judgeText(world, id, first.text),
    ];
  });
}

/** What one document reads, everywhere and in the end. */
export function judgeText(world: World, id: string, text: string): string[] {
  const flaws = world.fates.judge(id, text);
  return text.includes(RUBBISH) ? [...flaws, `${id} holds what a stranger wrote`] : flaws;
}

function differences(one: Page, other: Page, fates: Fates): string[] {
  const [docs, names] = [[one.session?.doc, other.session?.doc], `${one.name} and ${other.name}`];
  const [mine, theirs] = docs;
  if (mine === undefined || theirs === undefined) return [];
  if (other.isReader && knowsWhatIsGone(mine, theirs, fates)) return [];
  if (one.text !== other.text) return [`${names} read different texts: "${one.text}", "${other.text}"`];
  const isSame = Buffer.compare(stateHash(mine), stateHash(theirs)) === 0;
  return isSame ? [] : [`${names} hold different documents under the same text`];
}

/**
 * R25: whoever may only read cannot give back to a restored server what it has lost, and does not throw it away either.
 * They have all that the others have, and beyond it only that.
 */
function knowsWhatIsGone(mine: Y.Doc, theirs: Y.Doc, fates: Fates): boolean {
  if (!fates.wereForgotten) return false;
  const both = new Y.Doc();
  for (const doc of [mine, theirs]) Y.applyUpdate(both, Y.encodeStateAsUpdate(doc));
  const isAllThere = Buffer.compare(stateHash(both), stateHash(theirs)) === 0;
  return isAllThere && fates.areGone(charactersIn(Y.encodeStateAsUpdate(theirs, Y.encodeStateVector(mine))));
}

function strayed(page: Page, { documentId, doc, isHere }: StockProgram): string[] {
  const mine = page.session?.doc;
  if (!isHere || documentId !== page.documentId || mine === undefined) return [];
  const isSame = Buffer.compare(stateHash(mine), stateHash(doc)) === 0;
  return isSame ? [] : [`a stock program holds "${textIn(doc)}" and ${page.name} "${page.text}"`];
}

/** Everybody who is here is shown, and nobody else. */
export function judgePresence(world: World): string[] {
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

/** Whoever took their leave is shown nowhere. */
export function judgeFarewell(world: World, left: Page, client: number): string[] {
  const showing = world.pages.filter(({ documentId, session }) => {
    return documentId === left.documentId && session?.awareness.getStates().has(client);
  });
  return showing.map(({ name }) => `${name} still sees ${left.name}, who has left`);
}

/** Nobody is left, so nothing is kept. */
export function judgeEmptyServer({ server }: World): string[] {
  const { sizes } = server;
  if (sizes === null) return ['the server is not up'];
  const left = Object.entries({ ...sizes, oldestUnconfirmedS: 0 }).filter(([, size]) => Number(size) !== 0);
  return left.map(([name, size]) => `with nobody there the server still has ${name}: ${size}`);
}
