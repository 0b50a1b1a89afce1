/**
 * What a random person does in their editor: each action a real command, or keys as ProseMirror takes them, with what it
 * may do to the characters that are there.
 */

import { type Attrs, Node, Slice } from '@tiptap/pm/model';
import { NodeSelection, TextSelection } from '@tiptap/pm/state';
import { moveBlock } from '../../web/editor/blocks/move-block.ts';
import type { Person } from '../support/people.ts';
import type { SeededRandom } from '../support/seeded-random.ts';

/** What an action writes with. */
export interface Hand {
  readonly random: SeededRandom;
  /** Up to four characters that were never typed before. */
  newText(): string;
}

type Kind = 'keeps' | 'removes' | 'travels' | 'moves';

export interface Action {
  readonly name: string;
  /** `keeps`: may not remove a single character, neither here nor in the text of the document. */
  readonly kind: Kind;
  readonly weight: number;
  readonly act: (hand: Hand, person: Person) => void;
}

function command(name: string, run: (person: Person, hand: Hand) => void, kind: Kind = 'keeps', weight = 1): Action {
  return { name, kind, weight, act: (hand, person) => run(person, hand) };
}

function insert(person: Person, content: unknown): void {
  person.editor.commands.insertContent(content as never);
}

const EMOJI = ['👩‍👩‍👧', '🇩🇪', 'e\u0301', '👍🏽', 'ﷺ', 'क्षि'];

const ACTIONS: readonly Action[] = [
  command('types', (p, w) => void p.types(w.newText()), 'removes', 12),
  command('types an emoji', (p, w) => void p.types(w.random.pick(EMOJI)), 'removes', 2),
  command('presses Enter', (p) => pressEnter(p), 'removes', 6),
  command('breaks the line', (p) => p.editor.commands.setHardBreak(), 'removes', 2),
  command('presses Backspace', (p) => pressBackspace(p), 'removes', 5),
  command('presses Delete', (p) => pressDelete(p), 'removes', 2),
  command('deletes the selection', (p) => p.editor.commands.deleteSelection(), 'removes', 2),
  command('bold', (p) => p.editor.commands.toggleBold(), 'keeps', 2),
  command('italic', (p) => p.editor.commands.toggleItalic()),
  command('code', (p) => p.editor.commands.toggleCode()),
  command('strike', (p) => p.editor.commands.toggleStrike()),
  command('underline', (p) => p.editor.commands.toggleUnderline()),
  command('highlight', (p) => p.editor.commands.toggleHighlight({ color: '#ffee00' })),
  command('colour', (p) => p.editor.commands.setColor('#ff0000')),
  command('link', (p) => p.editor.commands.setLink({ href: 'https://a.example/' })),
  command('other link', (p) => p.editor.commands.setLink({ href: 'https://b.example/' })),
  command('unlink', (p) => p.editor.commands.unsetLink()),
  command('clear marks', (p) => p.editor.commands.unsetAllMarks()),
  command(
    'heading',
    (p, w) => p.editor.commands.toggleHeading({ level: w.random.pick([1, 2, 3]) as 1 | 2 | 3 }),
    'keeps',
    2,
  ),
  command('paragraph', (p) => p.editor.commands.setParagraph()),
  command('bullets', (p) => p.editor.commands.toggleBulletList(), 'keeps', 3),
  command('numbers', (p) => p.editor.commands.toggleOrderedList(), 'keeps', 2),
  command('tasks', (p) => p.editor.commands.toggleTaskList(), 'keeps', 2),
  command('quote', (p) => p.editor.commands.toggleBlockquote(), 'keeps', 2),
  command('code block', (p) => p.editor.commands.toggleCodeBlock(), 'removes'),
  command('callout', (p) => p.editor.commands.toggleWrap('callout')),
  command('details', (p) => p.editor.commands.setDetails(), 'removes'),
  command('no details', (p) => p.editor.commands.unsetDetails(), 'removes'),
  command('lift', (p) => p.editor.commands.lift('paragraph')),
  command('clear nodes', (p) => p.editor.commands.clearNodes()),
  command(
    'indent',
    (p) => void (p.editor.commands.sinkListItem('listItem') || p.editor.commands.sinkListItem('taskItem')),
    'keeps',
    3,
  ),
  command(
    'outdent',
    (p) => void (p.editor.commands.liftListItem('listItem') || p.editor.commands.liftListItem('taskItem')),
    'keeps',
    3,
  ),
  command('join up', (p) => p.editor.commands.joinUp()),
  command('join down', (p) => p.editor.commands.joinDown()),
  command('join backward', (p) => p.editor.commands.joinBackward(), 'removes', 2),
  command('join forward', (p) => p.editor.commands.joinForward(), 'removes', 2),
  command('rule', (p) => p.editor.commands.setHorizontalRule(), 'removes'),
  command(
    'image',
    (p, w) => insert(p, { type: 'image', attrs: { src: '/b.png' }, content: [{ type: 'text', text: w.newText() }] }),
    'removes',
  ),
  command('mention', (p) => insert(p, { type: 'mention', attrs: { id: 'ann', label: 'Ann' } }), 'removes', 2),
  command('formula', (p) => insert(p, { type: 'inlineMath', attrs: { latex: 'x^2' } }), 'removes'),
  command('block formula', (p) => insert(p, { type: 'blockMath', attrs: { latex: 'y^2' } }), 'removes'),
  command('tick', (p) => toggleAttribute(p, 'taskItem', 'checked', [true, false])),
  command('start at', (p) => toggleAttribute(p, 'orderedList', 'start', [1, 5])),
  command('language', (p) => toggleAttribute(p, 'codeBlock', 'language', [null, 'js'])),
  command('image width', (p) => toggleAttribute(p, 'image', 'width', [null, 300])),
  command('all bold', (p) => p.editor.chain().selectAll().toggleBold().run()),
  command('all bullets', (p) => p.editor.chain().selectAll().toggleBulletList().run()),
  command('pastes words', (p, w) => paste(p, [{ type: 'paragraph', content: marked(w) }], 1), 'removes', 2),
  command(
    'pastes paragraphs',
    (p, w) => paste(p, [text('paragraph', w), text('heading', w), text('paragraph', w)], 1),
    'removes',
    2,
  ),
  command('pastes a list', (p, w) => paste(p, [list(w)], 0), 'removes'),
  command('moves a block', (p, w) => dragBlock(p, w), 'moves', 2),
  command('moves up', (p) => moveByKey(p, 'up'), 'moves', 2),
  command('moves down', (p) => moveByKey(p, 'down'), 'moves', 2),
  command('edits two places', (p, w) => editTwoPlaces(p, w), 'removes', 2),
  command('table', (p) => p.editor.commands.insertTable({ rows: 2, cols: 2, withHeaderRow: false }), 'removes', 2),
  command('goes into a table', (p, w) => goIntoTable(p, w), 'keeps', 4),
  command('row', (p) => p.editor.commands.addRowAfter(), 'keeps', 3),
  command('column', (p) => p.editor.commands.addColumnBefore(), 'keeps', 3),
  command('no row', (p) => p.editor.commands.deleteRow(), 'removes'),
  command('no column', (p) => p.editor.commands.deleteColumn(), 'removes'),
  command('header row', (p) => p.editor.commands.toggleHeaderRow()),
  command('no table', (p) => p.editor.commands.deleteTable(), 'removes'),
  command('undo', (p) => void p.undo.undo(), 'travels', 5),
  command('redo', (p) => void p.undo.redo(), 'travels', 3),
];

const WEIGHTED = ACTIONS.flatMap((action) => Array.from({ length: action.weight }, () => action));

export function pickAction(random: SeededRandom): Action {
  return random.pick(WEIGHTED);
}

function pressEnter({ editor }: Person): void {
  editor.commands.first(({ commands }) => [
    () => commands.splitListItem('listItem'),
    () => commands.splitListItem('taskItem'),
    () => commands.newlineInCode(),
    () => commands.createParagraphNear(),
    () => commands.liftEmptyBlock(),
    () => commands.splitBlock(),
  ]);
}

function pressBackspace(person: Person): void {
  const { editor } = person;
  const { empty, $from } = editor.state.selection;
  if (!empty || $from.parentOffset === 0 || !$from.parent.inlineContent) {
    editor.commands.first(({ commands }) => [
      () => commands.deleteSelection(),
      () => commands.joinItemBackward(),
      () => commands.joinBackward(),
      () => commands.selectNodeBackward(),
    ]);
    return;
  }
  const from = snapped(editor.state.doc, $from.pos - 1);
  editor.view.dispatch(editor.state.tr.delete(from, $from.pos));
}

function pressDelete({ editor }: Person): void {
  const { empty, $from } = editor.state.selection;
  const low = editor.state.doc.textBetween($from.pos, Math.min($from.pos + 2, $from.end()), '', ' ').charCodeAt(1);
  if (!empty || $from.parentOffset === $from.parent.content.size) {
    editor.commands.first(({ commands }) => [
      () => commands.deleteSelection(),
      () => commands.joinForward(),
      () => commands.selectNodeForward(),
    ]);
  } else {
    editor.view.dispatch(editor.state.tr.delete($from.pos, $from.pos + ((low & 0xfc00) === 0xdc00 ? 2 : 1)));
  }
}

function toggleAttribute({ editor }: Person, type: string, name: string, values: readonly unknown[]): void {
  const { tr } = editor.state;
  let done = false;
  editor.state.doc.descendants((node, position) => {
    if (done || node.type.name !== type) return;
    const value = values[(values.indexOf(node.attrs[name]) + 1) % values.length];
    tr.setNodeMarkup(position, undefined, { ...node.attrs, [name]: value } as Attrs);
    done = true;
  });
  if (done) editor.view.dispatch(tr);
}

function goIntoTable({ editor }: Person, hand: Hand): void {
  const cells: number[] = [];
  editor.state.doc.descendants((node, position) => {
    if (node.type.name === 'tableCell') cells.push(position + 2);
  });
  if (cells.length > 0) editor.commands.setTextSelection(hand.random.pick(cells));
}

function marked(hand: Hand): object[] {
  return [
    { type: 'text', text: hand.newText(), marks: [{ type: 'bold' }, { type: 'italic' }] },
    { type: 'text', text: hand.newText() },
  ];
}

function text(type: string, hand: Hand): object {
  return { type, content: [{ type: 'text', text: hand.newText() }] };
}

function list(hand: Hand): object {
  const item = () => ({ type: 'listItem', content: [text('paragraph', hand)] });
  return {
    type: 'bulletList',
    content: [item(), { type: 'listItem', content: [text('paragraph', hand), list1(hand)] }],
  };
}

function list1(hand: Hand): object {
  return { type: 'orderedList', content: [{ type: 'listItem', content: [text('paragraph', hand)] }] };
}

function paste({ editor }: Person, content: readonly object[], open: number): void {
  const { schema, tr } = editor.state;
  const nodes = Node.fromJSON(schema, { type: 'doc', content }).content;
  editor.view.dispatch(tr.replaceSelection(new Slice(nodes, open, open)));
}

/** A block at the top goes somewhere else, as when it is dragged. */
function dragBlock({ editor }: Person, hand: Hand): void {
  const { doc, tr } = editor.state;
  const index = hand.random.below(doc.childCount);
  const node = doc.child(index);
  let from = 0;
  for (let i = 0; i < index; i++) from += doc.child(i).nodeSize;
  tr.delete(from, from + node.nodeSize);
  let to = 0;
  for (let i = hand.random.below(tr.doc.childCount + 1); i > 0; i--) to += tr.doc.child(i - 1).nodeSize;
  editor.view.dispatch(tr.insert(to, node));
}

function moveByKey({ editor }: Person, direction: 'up' | 'down'): void {
  moveBlock(direction)(editor.state, (tr) => editor.view.dispatch(tr));
}

/** One transaction that changes two places at once, as replacing all does. */
function editTwoPlaces({ editor }: Person, hand: Hand): void {
  const { tr } = editor.state;
  for (let i = 0; i < 2; i++) {
    const at = snapped(tr.doc, hand.random.below(tr.doc.content.size + 1));
    const $at = tr.doc.resolve(at);
    if ($at.parent.inlineContent) tr.insertText(hand.newText(), at);
  }
  if (tr.docChanged) editor.view.dispatch(tr);
}

/** The caret goes somewhere, or something is selected. */
export function selectAnywhere({ editor }: Person, random: SeededRandom): void {
  const { state } = editor;
  const at = () => random.below(state.doc.content.size + 1);
  const from = at();
  const to = random.chance(0.5) ? from : random.chance(0.7) ? Math.min(from + 12, state.doc.content.size) : at();
  const node = state.doc.nodeAt(from);
  const selection =
    node && !node.isText && random.chance(0.1) && NodeSelection.isSelectable(node)
      ? NodeSelection.create(state.doc, from)
      : TextSelection.between(state.doc.resolve(snapped(state.doc, from)), state.doc.resolve(snapped(state.doc, to)));
  editor.view.dispatch(state.tr.setSelection(selection));
}

/** Positions beside half a character are no places for a caret. */
function snapped(doc: Node, position: number): number {
  const $at = doc.resolve(position);
  const text = $at.parent.isTextblock ? $at.parent.textBetween(0, $at.parent.content.size, '', '\uFFFC') : '';
  const low = text.charCodeAt($at.parentOffset);
  return (low & 0xfc00) === 0xdc00 ? position - 1 : position;
}
