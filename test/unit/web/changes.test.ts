/**
 * What a version changed, as a reader is shown it. The text of the version with its marks: {+put in+}, [-taken out-],
 * <looks otherwise>; a bar stands before each block but the first.
 */

import type { Node } from '@tiptap/pm/model';
import { describe, expect, test } from 'vitest';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { decorationsOf } from '../../../web/history/change-marks.ts';
import { MARKS_MAX, type Mark } from '../../../web/history/change-places.ts';
import { type Changes, changesBetween } from '../../../web/history/changes.ts';
import { changesText, changeText } from '../../../web/history/version-words.ts';
import { words } from '../../../web/history/words.ts';
import { editorSchema } from '../../support/editor-schema.ts';
import { randomDocument } from '../../support/random-document.ts';
import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';

const text = (said: string, ...marks: readonly string[]): TreeNode => ({
  type: 'text',
  text: said,
  ...(marks.length > 0 && { marks: marks.map((type) => ({ type })) }),
});
const block = (type: string, ...content: readonly (TreeNode | string)[]): TreeNode => ({
  type,
  content: content.filter((part) => part !== '').map((part) => (typeof part === 'string' ? text(part) : part)),
});
const p = (...content: readonly (TreeNode | string)[]): TreeNode => block('paragraph', ...content);
const list = (...items: readonly string[]): TreeNode =>
  block('bulletList', ...items.map((item) => block('listItem', p(item))));
const formula = (latex: string): TreeNode => ({ type: 'blockMath', attrs: { latex } });
const image = (src: string, caption = ''): TreeNode => ({ ...block('image', caption), attrs: { src } });

/** @param rows the ids of rows with what is in their cells; the columns are known by their letters. */
function table(columns: string, rows: Readonly<Record<string, readonly string[]>>): TreeNode {
  const content = Object.entries(rows).map(([id, cells]): TreeNode => {
    const said = cells.map(
      (cell, c): TreeNode => ({ ...block('tableCell', p(cell)), attrs: { column: columns[c] ?? '' } }),
    );
    return { type: 'tableRow', attrs: { id }, content: said };
  });
  return { type: 'table', attrs: { id: 'T' }, content };
}

function page(...content: readonly (TreeNode | string)[]): Node {
  const doc: TreeNode = { type: 'doc', content: content.map((part) => (typeof part === 'string' ? p(part) : part)) };
  const node = editorSchema.nodeFromJSON(doc);
  node.check();
  return node;
}

const OBJECT = '\u{fffc}';

/** Every character, so that texts can be put together again. */
function charactersOf(node: Node): string {
  return node.isLeaf ? characterOf(node) : node.textBetween(0, node.content.size, '', characterOf);
}

function characterOf({ type }: Node): string {
  return type.name === 'hardBreak' ? '\n' : OBJECT;
}

function changesOf(old: Node, next: Node): Changes {
  return changesBetween(old, next, charactersOf);
}

function marksOf(old: Node, next: Node): Mark[] {
  return changesOf(old, next).places.flatMap(({ marks }) => marks);
}

function drawn(old: Node, next: Node): string {
  const places = Array.from({ length: next.content.size + 1 }, () => ({
    ends: '',
    removed: '',
    bar: '',
    begins: '',
    said: '',
  }));
  const at = (position: number) => places[position] as (typeof places)[number];
  next.descendants((node, position) => {
    if (node.isTextblock || (node.isBlock && node.isLeaf)) at(position).bar = '|';
    if (node.isLeaf && !node.isText) at(position).said = OBJECT;
    node.text?.split('').forEach((half, i) => {
      at(position + i).said = half;
    });
  });
  for (const mark of marksOf(old, next)) {
    if (mark.kind === 'added-break') at(mark.at).removed += '{+¶+}';
    else if (mark.kind === 'removed') at(mark.at).removed += `[-${mark.text}-]`;
    else if ('texts' in mark) at(mark.at).removed += `[-${mark.texts.join('|')}-]`;
    else {
      at(mark.from).begins += mark.kind === 'restyled' ? '<' : '{+';
      at(mark.to).ends += mark.kind === 'restyled' ? '>' : '+}';
    }
  }
  const all = places.map(({ ends, removed, bar, begins, said }) => ends + removed + bar + begins + said);
  return all.join('').replace(/^((?:\[-[^\]]*-\])*)\|/, '$1');
}

describe('what a version changed', () => {
  test('is a word that was put in, taken out, replaced', () => {
    expect(drawn(page('One two.'), page('One new two.'))).toBe('One {+new +}two.');
    expect(drawn(page('One old two.'), page('One two.'))).toBe('One [-old -]two.');
    expect(drawn(page('The old word.'), page('The new word.'))).toBe('The [-old-]{+new+} word.');
    expect(drawn(page(''), page('First words.'))).toBe('{+First words.+}');
    expect(drawn(page('An old end.'), page('A new end. And more.'))).toBe('[-An old-]{+A new+} end.{+ And more.+}');
    expect(drawn(page('An old end. And more.'), page('A new end.'))).toBe('[-An old-]{+A new+} end.[- And more.-]');
  });

  test('is nothing where both say the same', () => {
    const changes = changesOf(page('One', list('two')), page('One', list('two')));
    expect(changes).toEqual({ places: [], count: 0, isWhole: true, isText: false, isEqual: true });
  });

  test('is a block between others, whatever they say', () => {
    expect(drawn(page('one', 'two'), page('one', 'new block', 'two'))).toBe('one|{+new block+}|two');
    expect(drawn(page('one', 'gone', 'two'), page('one', 'two'))).toBe('one[-gone-]|two');
    expect(drawn(page('gone', 'two'), page('two'))).toBe('[-gone-]two');
    expect(drawn(page('one', 'gone', 'gone too'), page('one'))).toBe('one[-gone|gone too-]');
    expect(drawn(page('one', ''), page('one', '', ''))).toBe('one||{+¶+}');
  });

  test('is the new block as a whole, also where the one behind it changed', () => {
    expect(drawn(page('the quick fox'), page('some new', 'the slow fox'))).toBe(
      '{+some new+}|the [-quick-]{+slow+} fox',
    );
    expect(drawn(page('some old', 'the quick fox'), page('the slow fox'))).toBe(
      '[-some old-]the [-quick-]{+slow+} fox',
    );
  });

  test('is the new block with the end of its own, also where the one before it changed', () => {
    expect(drawn(page('the old end.'), page('the new end.', 'And more.'))).toBe(
      'the [-old-]{+new+} end.|{+And more.+}',
    );
    expect(drawn(page('it is old.'), page('it is new.', 'And more.'))).toBe('it is [-old-]{+new+}.|{+And more.+}');
    expect(drawn(page('it is old.', 'And more.'), page('it is new.'))).toBe('it is [-old-]{+new+}.[-And more.-]');
  });

  test('is one block that was taken out and one that was put in, where nothing of them is the same', () => {
    const quote = block('blockquote', p('Said once'));
    expect(drawn(page('a', quote, 'b'), page('a', block('heading', 'New title'), 'b'))).toBe(
      'a[-Said once-]|{+New title+}|b',
    );
    expect(drawn(page('a', 'Said once', 'b'), page('a', 'New title', 'b'))).toBe('a|[-Said once-]{+New title+}|b');
  });

  test('is a break where a paragraph was parted or joined, and no character', () => {
    expect(drawn(page('hello world'), page('hello', 'world'))).toBe('hello[- -]|{+¶+}world');
    expect(drawn(page('hello', 'world'), page('hello world'))).toBe('hello{+ +}[-¶-]world');
  });

  test('is no scatter of small words that both happen to have', () => {
    expect(drawn(page('Milk and honey'), page('Stones and sticks'))).toBe('[-Milk and honey-]{+Stones and sticks+}');
    expect(drawn(page('I love cats'), page('I really love fluffy cats'))).toBe('I {+really +}love {+fluffy +}cats');
    expect(drawn(page('two red foxes run'), page('two tiny cats run'))).toBe('two [-red foxes-]{+tiny cats+} run');
  });

  test('is whole characters, in every script', () => {
    expect(drawn(page('by 👩‍🔬.'), page('by 👩‍💻.'))).toBe('by [-👩‍🔬-]{+👩‍💻+}.');
    expect(drawn(page('👍🏽'), page('👍🏿'))).toBe('[-👍🏽-]{+👍🏿+}');
    expect(drawn(page('今日は雨です'), page('今日は晴れです'))).toBe('今日は[-雨-]{+晴れ+}です');
    expect(drawn(page('שלום עולם'), page('שלום רב עולם'))).toBe('שלום {+רב +}עולם');
    expect(drawn(page('Cafe\u0301'), page('Cafe'))).toBe('[-Cafe\u0301-]{+Cafe+}');
  });

  test('is said of what only looks otherwise, and no text', () => {
    const [plain, bold] = [page('a word of it'), page(p('a ', text('word', 'bold'), ' of it'))];
    expect(drawn(plain, bold)).toBe('a <word> of it');
    expect(changesOf(plain, bold)).toMatchObject({ count: 1, isText: false });
    const heading = page(block('heading', 'Title'), 'text');
    expect(drawn(page('Title', 'text'), heading)).toBe('<Title>|text');
    expect(drawn(page('one', 'two'), page(list('one', 'two')))).toBe('<one>|<two>');
    expect(changesOf(page('one', 'two'), page(list('one', 'two'))).count).toBe(1);
  });

  test('is a picture, a formula, a line', () => {
    expect(drawn(page('a'), page('a', formula('x'), image('/files/b.png', 'cap')))).toBe(`a|{+${OBJECT}+}|{+{+cap+}+}`);
    expect(drawn(page('a', formula('x')), page('a', formula('y')))).toBe(`a[-${OBJECT}-]|{+${OBJECT}+}`);
    expect(marksOf(page(image('/files/a.png')), page(image('/files/b.png'))).map(({ kind }) => kind)).toEqual([
      'removed-blocks',
      'added-node',
    ]);
  });

  test('stands behind a list, where it stood in none', () => {
    const [mark] = marksOf(page(list('a', 'b'), 'gone'), page(list('a', 'b')));
    expect(mark).toMatchObject({ kind: 'removed-blocks', at: page(list('a', 'b')).content.size });
    const [inside] = marksOf(page(list('a', 'gone', 'b')), page(list('a', 'b')));
    expect(inside).toMatchObject({ kind: 'removed-blocks', at: 5 });
  });

  test('is a row, a column, a cell of a table', () => {
    const old = table('xy', { r1: ['a', 'b'], r2: ['c', 'd'] });
    expect(drawn(page(old), page(table('xy', { r1: ['a', 'b'], r2: ['c', 'new d'] })))).toBe('a|b|c|{+new +}d');
    expect(drawn(page(old), page(table('xy', { r1: ['a', 'b'], r3: ['', 'n'], r2: ['c', 'd'] })))).toBe(
      'a|b{+{+||n+}+}|c|d',
    );
    expect(drawn(page(old), page(table('xy', { r2: ['c', 'd'] })))).toBe('[-a|b-]c|d');
    expect(drawn(page(old), page(table('xzy', { r1: ['a', 'n', 'b'], r2: ['c', '', 'd'] })))).toBe(
      'a{+|{+n+}+}|b|c{+|{++}+}|d',
    );
    expect(drawn(page(old), page(table('x', { r1: ['a'], r2: ['c'] })))).toBe('a[-b-]|c[-d-]');
    expect(changesOf(page(old), page(table('x', { r1: ['a'], r2: ['c'] }))).count).toBe(1);
    expect(changesOf(page(old), page('no table')).isText).toBe(true);
  });
});

describe('what a version changed, at random', () => {
  test('taken out and put in again, it is the text of before', () => {
    for (let seed = 1; seed <= 1_000; seed++) {
      const [old, next] = randomPair(seed, (tree) => !JSON.stringify(tree).includes('"table"'));
      const back = textBefore(next, marksOf(old, next));
      expect(back, `seed ${seed}`).toBe(charactersOf(old));
    }
  });

  test('can be drawn, all of it, and is nothing between equal texts', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const [old, next] = randomPair(seed, () => true);
      const { places } = changesOf(old, next);
      const marks = places.flatMap((place) => place.marks);
      const labels = marks.filter((mark) => mark.kind === 'added-node' && mark.node === 'block');
      const found = decorationsOf(next, places, null, { added: '' }).find();
      expect(found.length, `seed ${seed}`).toBe(marks.length + labels.length);
      expect(changesOf(next, editorSchema.nodeFromJSON(next.toJSON())).count, `seed ${seed}`).toBe(0);
    }
  });
});

/** A text, and one that came from it or has nothing to do with it. */
function randomPair(seed: number, isWanted: (tree: TreeNode) => boolean): readonly [Node, Node] {
  const random = seededRandom(seed);
  const tree = (): TreeNode => {
    const drawn = randomDocument(random);
    return isWanted(drawn) ? drawn : tree();
  };
  const old = tree();
  const next = random.chance(0.2) ? tree() : { ...old, content: changed(random, old.content ?? [], tree) };
  return [editorSchema.nodeFromJSON(old), editorSchema.nodeFromJSON(next)];
}

function changed(random: SeededRandom, blocks: readonly TreeNode[], tree: () => TreeNode): TreeNode[] {
  const others = (): readonly TreeNode[] => tree().content ?? [];
  const kept = blocks.flatMap((one) => {
    if (random.chance(0.2)) return others();
    if (random.chance(0.2)) return [];
    if (random.chance(0.4)) return [rewritten(random, one)];
    return random.chance(0.2) ? [one, ...others()] : [one];
  });
  return kept.length > 0 ? kept : [...others()];
}

function rewritten(random: SeededRandom, node: TreeNode): TreeNode {
  if (node.text !== undefined) return { ...node, text: `${node.text}${random.pick(['', ' more', ' one'])}` };
  return node.content ? { ...node, content: node.content.map((child) => rewritten(random, child)) } : node;
}

/** What is marked as put in left out, and what is marked as taken out put in. */
function textBefore(next: Node, marks: readonly Mark[]): string {
  const isAdded = new Set<number>();
  const removedAt = new Map<number, string>();
  for (const mark of marks) {
    if (mark.kind === 'added') for (let i = mark.from; i < mark.to; i++) isAdded.add(i);
    if (mark.kind === 'added-node' && next.nodeAt(mark.from)?.isLeaf) isAdded.add(mark.from);
    const text = mark.kind === 'removed' ? mark.text : mark.kind === 'removed-blocks' ? mark.texts.join('') : '';
    if ('at' in mark) removedAt.set(mark.at, (removedAt.get(mark.at) ?? '') + text.replaceAll('¶', ''));
  }
  let [said, done] = ['', 0];
  const say = (position: number, character: string): void => {
    for (; done <= position; done++) said += removedAt.get(done) ?? '';
    if (!isAdded.has(position)) said += character;
  };
  next.descendants((node, position) => {
    if (node.isLeaf && !node.isText) say(position, characterOf(node));
    node.text?.split('').forEach((half, i) => {
      say(position + i, half);
    });
  });
  for (; done <= next.content.size; done++) said += removedAt.get(done) ?? '';
  return said;
}

describe('a text that is very large', () => {
  test('of which every paragraph changed is compared paragraph by paragraph, and the first changes are marked', () => {
    const paragraphs = (word: string) =>
      Array.from({ length: 10_000 }, (_, i) => `Paragraph ${i} has a ${word} in it.`);
    const changes = changesOf(page(...paragraphs('colour')), page(...paragraphs('color')));
    expect(changes.count).toBe(10_000);
    expect(changes.isWhole).toBe(false);
    expect(changes.places.flatMap(({ marks }) => marks).length).toBe(MARKS_MAX);
    expect(changes.places[0]).toMatchObject({ removed: 'colour', added: 'color' });
  });

  test('and has nothing to do with the one before is said to be replaced', () => {
    const paragraphs = (start: number, count: number) =>
      Array.from({ length: count }, (_, i) => `${start + i} ${start + 2 * i} ${start + 3 * i}`);
    const changes = changesOf(page(...paragraphs(1, 9_000)), page(...paragraphs(1_000_000, 10_000)));
    expect(changes.isWhole).toBe(false);
    expect(changes.count).toBe(1);
  });
});

describe('a change in words', () => {
  test('is told in few of them', () => {
    expect(changeText({ removed: '', added: 'two  words', restyled: '' })).toBe(words.addedText('two words'));
    expect(changeText({ removed: 'old', added: '', restyled: '' })).toBe(words.removedText('old'));
    expect(changeText({ removed: 'old', added: 'new', restyled: '' })).toBe(words.replacedText('old', 'new'));
    expect(changeText({ removed: '', added: '', restyled: 'bold' })).toBe(words.restyledText('bold'));
    expect(changeText({ removed: '', added: 'x'.repeat(500), restyled: '' })).toBe(
      words.addedText(`${'x'.repeat(60)}…`),
    );
  });

  test('is counted', () => {
    const all = { isWhole: true, isText: true, isEqual: false };
    expect(changesText({ ...all, count: 3 })).toBe(words.placesChanged('3', false));
    expect(changesText({ ...all, count: 0 })).toBe(words.onlyFormatting);
    expect(changesText({ ...all, count: 0, isEqual: true })).toBe(words.noChanges);
    expect(changesText({ ...all, count: 1, isText: false })).toBe(words.formattingChanged('1', true));
    expect(changesText({ ...all, count: 2, isWhole: false })).toContain(words.notAllChanges);
  });
});
