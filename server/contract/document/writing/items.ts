/**
 * The inside of Yjs as this folder uses it: items, the markers they hold, ranges of ids, and the formats in force.
 *
 * The public API of Yjs walks a whole text for every edit once it holds one bold word. In this folder, and nowhere else,
 * an edit starts at the marker of its block (writing.ts) and a change re-reads only the blocks it touched (segments.ts).
 * Both give exactly what `applyDelta` and `toDelta` give, which the tests hold against them.
 */

import * as Y from 'yjs';

export type Marker = Y.Map<unknown>;

/** Ids of structs, as Yjs keeps them for what was deleted. */
export type Ranges = ReturnType<typeof Y.createDeleteSet>;

const uncleaned = new WeakSet<Y.Doc>();

/**
 * Keeps Yjs from cleaning up the formats of whole texts after each remote format. It would cost 45 ms in a large
 * document, on every client; and what each removes by what it knows may be what somebody else's edit builds upon, so
 * that reading alone would change the document. What stays is redundant and changes nothing that is read.
 */
export function deferFormatCleanup(doc: Y.Doc): void {
  if (uncleaned.has(doc)) return;
  uncleaned.add(doc);
  // Told right before Yjs looks at what its texts have asked for.
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    transaction._needFormattingCleanup = false;
  });
}

export function markerItem(marker: Marker): Y.Item {
  if (!marker._item) throw new Error('A marker that is not part of a document has no place.');
  return marker._item;
}

/** The marker an item holds, living or deleted. */
export function markerOf(item: Y.Item): Marker | null {
  return item.content instanceof Y.ContentType && item.content.type instanceof Y.Map ? item.content.type : null;
}

/** The ids a transaction added. */
export function insertedRanges(transaction: Y.Transaction): Ranges {
  const ranges = Y.createDeleteSet();
  for (const [client, clock] of transaction.afterState) {
    const before = transaction.beforeState.get(client) ?? 0;
    if (before < clock) ranges.clients.set(client, [{ clock: before, len: clock - before }]);
  }
  return ranges;
}

/** False as soon as `visit` is. */
export function forEachStruct(
  transaction: Y.Transaction,
  ranges: Ranges,
  visit: (struct: Y.AbstractStruct) => boolean,
): boolean {
  for (const [client, clientRanges] of ranges.clients) {
    const structs = transaction.doc.store.clients.get(client) ?? [];
    for (const { clock, len } of clientRanges) {
      for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
        const struct = structs[i];
        if (!struct || struct.id.clock >= clock + len) break;
        if (!visit(struct)) return false;
      }
    }
  }
  return true;
}

/** The formats in force behind an item; null is the beginning. */
export function formatsBehind(text: Y.Text, last: Y.Item | null): Map<string, unknown> {
  const formats = new Map<string, unknown>();
  for (let item = last && text._start; item; item = item.right) {
    applyFormat(formats, item);
    if (item === last) break;
  }
  return formats;
}

/** Passes one item. */
export function applyFormat(formats: Map<string, unknown>, { deleted, content }: Y.Item): void {
  if (deleted || !(content instanceof Y.ContentFormat)) return;
  if (content.value === null) formats.delete(content.key);
  else formats.set(content.key, content.value);
}
