/** Updates of every kind that Yjs writes, from a seed: what a strict check must let pass, and what a fuzzer breaks. */

import * as Y from 'yjs';
import type { SeededRandom } from './seeded-random.ts';

type Edit = (doc: Y.Doc, random: SeededRandom) => void;

const WORDS = ['a', 'word', 'Ünï', '日本語', '👩‍💻', '\n', 'e\u0301', ' '];

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  2 ** 40,
  1.5,
  Math.PI,
  [10n ** 12n],
  'text',
  [1, [2, [3]]],
  { deep: { er: ['x'] } },
  Uint8Array.of(1, 2, 255),
];

const EDITS: readonly Edit[] = [
  (doc, random) => body(doc).insert(random.below(body(doc).length + 1), random.pick(WORDS)),
  (doc, random) => body(doc).insert(body(doc).length, random.pick(WORDS)),
  (doc, random) => deleteSome(body(doc), random),
  (doc, random) => body(doc).format(0, random.below(body(doc).length + 1), { bold: random.chance(0.5) ? true : null }),
  (doc, random) => body(doc).insertEmbed(random.below(body(doc).length + 1), { type: 'mention', attrs: { id: 'x' } }),
  (doc, random) => body(doc).insertEmbed(random.below(body(doc).length + 1), new Y.Map([['type', 'heading']])),
  (doc, random) => doc.getMap('meta').set(random.pick(WORDS), random.pick(VALUES)),
  (doc, random) => doc.getMap('meta').delete(random.pick(WORDS)),
  (doc, random) => doc.getMap('nested').set('map', new Y.Map([[random.pick(WORDS), random.pick(VALUES)]])),
  (doc, random) => doc.getArray('list').insert(0, [random.pick(VALUES), random.pick(VALUES)]),
  (doc, random) => deleteSome(doc.getArray('list'), random),
  (doc, random) => fragment(doc).insert(random.below(fragment(doc).length + 1), [new Y.XmlElement('paragraph')]),
  (doc) => fragment(doc).insert(0, [new Y.XmlText('text')]),
  (doc, random) => {
    const [element] = fragment(doc).querySelectorAll('paragraph');
    if (element instanceof Y.XmlElement) element.setAttribute('level', random.pick(WORDS));
  },
];

function body(doc: Y.Doc): Y.Text {
  return doc.getText('body');
}

function fragment(doc: Y.Doc): Y.XmlFragment {
  return doc.getXmlFragment('tree');
}

function deleteSome(type: Y.Text | Y.Array<unknown>, random: SeededRandom): void {
  if (type.length === 0) return;
  const from = random.below(type.length);
  type.delete(from, 1 + random.below(Math.min(5, type.length - from)));
}

/**
 * What two people who edit at once send, in order, with a whole state and a merge with a hole between them.
 *
 * @param count how many edits.
 */
export function randomUpdates(random: SeededRandom, count: number): Uint8Array[] {
  const updates: Uint8Array[] = [];
  const docs = [writer(random, updates), writer(random, updates)] as const;
  for (let n = 0; n < count; n += 1) {
    const doc = random.pick(docs);
    random.pick(EDITS)(doc, random);
    if (random.chance(0.1)) Y.applyUpdate(docs[0], Y.encodeStateAsUpdate(docs[1]), 'remote');
    if (random.chance(0.1)) Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0]), 'remote');
  }
  const [first, ...rest] = updates;
  const last = rest.at(-1);
  if (first !== undefined && last !== undefined) updates.push(Y.mergeUpdates([first, last]));
  updates.push(Y.encodeStateAsUpdate(docs[0]), Y.encodeStateAsUpdate(docs[1]));
  return updates;
}

function writer(random: SeededRandom, updates: Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = random.below(2 ** 32);
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'remote') updates.push(update);
  });
  return doc;
}
