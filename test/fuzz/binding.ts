/**
 * Random people with real editors change one document at once: commands, typing, paste, undo, delivery in parts and out
 * of order, reloads. One seed replays one cycle.
 *
 * Every character they type is one of a kind, so that in the end each must be there exactly once unless somebody
 * removed it: nothing lost, nothing doubled.
 */

import { type Attrs, Node, Slice } from '@tiptap/pm/model';
import { NodeSelection, TextSelection } from '@tiptap/pm/state';
import * as Y from 'yjs';
import { flatten } from '../../server/contract/document/flatten.ts';
import { BODY } from '../../server/contract/document/names.ts';
import { insertTokens, readTokens } from '../../server/contract/document/tokens.ts';
import { unflattenDocument } from '../../server/contract/document/unflatten.ts';
import { Person } from '../support/people.ts';
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts';

export interface FuzzOptions {
  readonly people: number;
  readonly actions: number;
}

const DEFAULTS: FuzzOptions = { people: 3, actions: 40 };

/** What a cycle did, for the report of a long run. */
export interface FuzzResult {
  readonly actions: number;
  readonly characters: number;
  readonly byAction: ReadonlyMap<string, number>;
}

/** @throws Error that says what went wrong, with the seed that shows it again. */
export function fuzzBinding(seed: number, options: Partial<FuzzOptions> = {}): FuzzResult {
  const world = new World(seed, { ...DEFAULTS, ...options });
  try {
    return world.run();
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`seed ${seed}, after ${world.journal.slice(-6).join(' | ')}: ${message}`);
  } finally {
    world.close();
  }
}

/** How a character went: who removed it, and whether it may come twice because two people moved or restored it. */
interface Fate {
  readonly removedBy: Set<string>;
  mayRepeat: boolean;
}

type Kind = 'writes' | 'keeps' | 'removes' | 'travels' | 'moves';

interface Action {
  readonly name: string;
  /** `keeps`: may not remove a single character, neither here nor in the text of the document. */
  readonly kind: Kind;
  readonly weight: number;
  readonly act: (world: World, person: Person) => void;
}

class World {
  readonly random: SeededRandom;
  readonly journal: string[] = [];
  readonly #people: Person[] = [];
  readonly #queues = new Map<string, Uint8Array[]>();
  readonly #fates = new Map<string, Fate>();
  readonly #byAction = new Map<string, number>();
  readonly #options: FuzzOptions;
  #nextCharacter = 0;
  #nextClient = 1;

  constructor(seed: number, options: FuzzOptions) {
    this.random = seededRandom(seed);
    this.#options = options;
    const start = this.#start();
    for (let i = 0; i < options.people; i++) this.#people.push(this.#arrive(`p${i}`, start));
  }

  run(): FuzzResult {
    for (let i = 0; i < this.#options.actions; i++) this.#turn();
    this.#settle();
    this.#checkEnd();
    return { actions: this.#options.actions, characters: this.#nextCharacter, byAction: this.#byAction };
  }

  close(): void {
    for (const person of this.#people) person.leaves();
  }

  /** Up to four characters that were never typed before, some of them two UTF-16 units long. */
  newText(): string {
    let text = '';
    for (let i = 1 + this.random.below(4); i > 0; i--) {
      const code = this.random.chance(0.4) ? 0x20000 : 0x4e00;
      const character = String.fromCodePoint(code + this.#nextCharacter++);
      this.#fates.set(character, { removedBy: new Set(), mayRepeat: false });
      text += character;
    }
    return text;
  }

  // ------------------------------------------------------------------------------------------------------- the turns

  #turn(): void {
    const what = this.random.below(10);
    const person = this.random.pick(this.#people);
    if (what < 6) this.#act(person, pickAction(this.random));
    else if (what < 8) this.#deliverSome(person);
    else if (what < 9) this.#look(person);
    else if (this.random.chance(0.15)) this.#reload(person);
    else this.#select(person);
  }

  #act(person: Person, action: Action): void {
    if (this.random.chance(0.7)) this.#select(person);
    this.journal.push(`${person.name} ${action.name}`);
    const before = charactersOf(person);
    const deletedBefore = person.deletedLength();
    const rubbleBefore = person.characters('deleted');
    const textBefore = action.kind === 'keeps' ? plainText(person) : '';
    attempt(() => action.act(this, person));
    this.#byAction.set(action.name, (this.#byAction.get(action.name) ?? 0) + 1);
    this.#collect(person);
    this.#account(person, action, before);
    if (action.kind === 'keeps' && plainText(person) === textBefore && person.deletedLength() !== deletedBefore) {
      throw new Error(`${action.name} removed ${person.deletedLength() - deletedBefore} characters in the document`);
    }
    if (action.kind === 'keeps' || action.kind === 'removes') refuseRewriting(person, action, rubbleBefore);
    if (person.binding.repairs > 0) throw new Error(`${person.name}'s editor had to be repaired`);
    if (!person.binding.isBehind) checkView(person);
  }

  /** Notes which characters went by this action. */
  #account(person: Person, action: Action, before: ReadonlySet<string>): void {
    const after = charactersOf(person);
    for (const character of before) {
      const fate = this.#fates.get(character);
      if (!fate || (after.has(character) && action.kind !== 'moves')) continue;
      if (action.kind === 'keeps') throw new Error(`${action.name} lost ${character}`);
      fate.removedBy.add(person.name);
      fate.mayRepeat ||= action.kind === 'moves' || fate.removedBy.size > 1;
    }
  }

  #select(person: Person): void {
    const { state } = person.editor;
    const at = () => this.random.below(state.doc.content.size + 1);
    const from = at();
    const to = this.random.chance(0.5)
      ? from
      : this.random.chance(0.7)
        ? Math.min(from + 12, state.doc.content.size)
        : at();
    const node = state.doc.nodeAt(from);
    const selection =
      node && !node.isText && this.random.chance(0.1) && NodeSelection.isSelectable(node)
        ? NodeSelection.create(state.doc, from)
        : TextSelection.between(state.doc.resolve(snapped(state.doc, from)), state.doc.resolve(snapped(state.doc, to)));
    person.editor.view.dispatch(state.tr.setSelection(selection));
  }

  #look(person: Person): void {
    this.journal.push(`${person.name} looks`);
    person.looks();
    checkView(person);
  }

  #reload(person: Person): void {
    this.journal.push(`${person.name} reloads`);
    const index = this.#people.indexOf(person);
    this.#people[index] = this.#arrive(person.name, Y.encodeStateAsUpdate(person.doc));
    person.leaves();
  }

  #arrive(name: string, start: Uint8Array): Person {
    const person = new Person(name, this.#nextClient++, start, undefined, this.random.chance(0.5) ? 0 : 1e9);
    person.outbox.length = 0;
    return person;
  }

  // ------------------------------------------------------------------------------------------------------ the network

  #collect(person: Person): void {
    for (const update of person.outbox.splice(0)) {
      for (const other of this.#people) if (other.name !== person.name) this.#queue(person, other).push(update);
    }
  }

  #queue(from: Person, to: Person): Uint8Array[] {
    const key = `${from.name}>${to.name}`;
    const queue = this.#queues.get(key) ?? [];
    this.#queues.set(key, queue);
    return queue;
  }

  /** Some of what waits for a person, in any order: Yjs keeps what comes too early. */
  #deliverSome(to: Person): void {
    const from = this.random.pick(this.#people);
    if (from.name === to.name) return;
    const queue = this.#queue(from, to);
    for (let i = this.random.below(queue.length + 1); i > 0; i--) {
      const [update] = queue.splice(this.random.chance(0.8) ? 0 : this.random.below(queue.length), 1);
      if (update) to.receive(update);
    }
    this.journal.push(`${to.name} receives from ${from.name}`);
    if (this.random.chance(0.5)) this.#look(to);
  }

  #settle(): void {
    for (const to of this.#people) {
      for (const from of this.#people) for (const update of this.#queue(from, to).splice(0)) to.receive(update);
    }
    for (const person of this.#people) this.#look(person);
  }

  // ------------------------------------------------------------------------------------------------------- the judge

  #checkEnd(): void {
    const [first, ...others] = this.#people;
    if (!first) return;
    for (const other of others) {
      const [a, b] = [JSON.stringify(first.editor.getJSON()), JSON.stringify(other.editor.getJSON())];
      if (a !== b) throw new Error(`${first.name} and ${other.name} see different documents:\n${a}\n${b}`);
    }
    const living = new Set([...first.characters('living').values()].flatMap((text) => [...text]));
    const counts = new Map<string, number>();
    for (const character of plainText(first)) counts.set(character, (counts.get(character) ?? 0) + 1);
    for (const [character, { removedBy, mayRepeat }] of this.#fates) {
      const count = counts.get(character) ?? 0;
      // What stood in a row that somebody else deleted is kept in its cell.
      if (count === 0 && removedBy.size === 0 && !living.has(character)) throw new Error(`${character} is lost`);
      if (count > 1 && !mayRepeat) throw new Error(`${character} is there ${count} times`);
    }
  }

  #start(): Uint8Array {
    const text = () => ({ type: 'text', text: this.newText() + this.newText() });
    const paragraph = () => ({ type: 'paragraph', content: [text()] });
    const item = () => ({ type: 'listItem', content: [paragraph()] });
    const task = () => ({ type: 'taskItem', attrs: { checked: this.random.chance(0.5) }, content: [paragraph()] });
    const kinds = [
      paragraph,
      paragraph,
      () => ({ type: 'heading', attrs: { level: 2 }, content: [text()] }),
      () => ({ type: 'bulletList', content: [item(), { type: 'listItem', content: [paragraph(), paragraph()] }] }),
      () => ({ type: 'orderedList', attrs: { start: 3 }, content: [item(), item()] }),
      () => ({ type: 'taskList', content: [task(), task()] }),
      () => ({ type: 'blockquote', content: [paragraph(), paragraph()] }),
      () => ({ type: 'codeBlock', content: [text()] }),
      () => ({ type: 'horizontalRule' }),
      () => ({ type: 'image', attrs: { src: '/a.png' }, content: [text()] }),
    ];
    const doc = new Y.Doc();
    doc.clientID = 1_000_000;
    const content = Array.from({ length: this.random.below(6) }, () => this.random.pick(kinds)());
    insertTokens(doc.getText(BODY), 0, flatten(content).tokens);
    return Y.encodeStateAsUpdate(doc);
  }
}

/** Positions beside half a character are no places for a caret. */
function snapped(doc: Node, position: number): number {
  const $at = doc.resolve(position);
  const text = $at.parent.isTextblock ? $at.parent.textBetween(0, $at.parent.content.size, '', '\uFFFC') : '';
  const low = text.charCodeAt($at.parentOffset);
  return (low & 0xfc00) === 0xdc00 ? position - 1 : position;
}

function plainText({ editor }: Person): string {
  return editor.state.doc.textBetween(0, editor.state.doc.content.size, '', '');
}

/**
 * What stayed in a text must be the same characters: nobody else's words may hang on some that come anew. Between the
 * body and a cell there is no other way.
 */
function refuseRewriting(person: Person, action: Action, rubbleBefore: ReadonlyMap<string, ReadonlySet<string>>): void {
  const living = person.characters('living');
  for (const [text, rubble] of person.characters('deleted')) {
    for (const character of rubble) {
      if (rubbleBefore.get(text)?.has(character) || !living.get(text)?.has(character)) continue;
      if (isUnique(character)) throw new Error(`${action.name} deleted ${character} and wrote it again`);
    }
  }
}

/** Whether newText made it: those of the emoji come again. */
function isUnique(character: string): boolean {
  return /[\u4e00-\u9fff\u{20000}-\u{2ffff}]/u.test(character);
}

function charactersOf(person: Person): Set<string> {
  return new Set(plainText(person));
}

/** The editor shows exactly what the text says, in a tree the schema allows. */
function checkView(person: Person): void {
  const { schema, doc } = person.editor.state;
  const { doc: tree, blocks } = unflattenDocument(readTokens(person.binding.text), (name) =>
    readTokens(person.doc.getText(name)),
  );
  const wanted = Node.fromJSON(schema, tree);
  if (!wanted.eq(doc)) throw new Error(`${person.name} sees\n${doc}\ninstead of\n${wanted}`);
  doc.check();
  const markers = person.binding.shown.markers.map((marker) => {
    const id = marker?._item?.id;
    return id && `${id.client}:${id.clock}`;
  });
  const expected = blocks.filter(({ root }) => root === BODY).map(({ marker }) => marker?.id);
  if (JSON.stringify(markers) !== JSON.stringify(expected)) {
    throw new Error(`${person.name} has the markers ${markers} instead of ${expected}`);
  }
}

/** A command that asks for the screen, or that ProseMirror itself refuses to build here, does nothing. */
function attempt(act: () => void): void {
  try {
    act();
  } catch (error) {
    const { name, message, stack } = error as Error;
    const isRefused =
      name === 'TransformError' ||
      stack?.includes('_setNodeMarkup') ||
      message.includes('The editor view is not available');
    if (!isRefused || stack?.includes('web/binding')) throw error;
  }
}

// ------------------------------------------------------------------------------------------------------------ actions

function command(name: string, run: (person: Person, world: World) => void, kind: Kind = 'keeps', weight = 1): Action {
  return { name, kind, weight, act: (world, person) => run(person, world) };
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
  command('moves a block', (p, w) => moveBlock(p, w), 'moves', 2),
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

function pickAction(random: SeededRandom): Action {
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

function goIntoTable({ editor }: Person, world: World): void {
  const cells: number[] = [];
  editor.state.doc.descendants((node, position) => {
    if (node.type.name === 'tableCell') cells.push(position + 2);
  });
  if (cells.length > 0) editor.commands.setTextSelection(world.random.pick(cells));
}

function marked(world: World): object[] {
  return [
    { type: 'text', text: world.newText(), marks: [{ type: 'bold' }, { type: 'italic' }] },
    { type: 'text', text: world.newText() },
  ];
}

function text(type: string, world: World): object {
  return { type, content: [{ type: 'text', text: world.newText() }] };
}

function list(world: World): object {
  const item = () => ({ type: 'listItem', content: [text('paragraph', world)] });
  return {
    type: 'bulletList',
    content: [item(), { type: 'listItem', content: [text('paragraph', world), list1(world)] }],
  };
}

function list1(world: World): object {
  return { type: 'orderedList', content: [{ type: 'listItem', content: [text('paragraph', world)] }] };
}

function paste({ editor }: Person, content: readonly object[], open: number): void {
  const { schema, tr } = editor.state;
  const nodes = Node.fromJSON(schema, { type: 'doc', content }).content;
  editor.view.dispatch(tr.replaceSelection(new Slice(nodes, open, open)));
}

/** A block at the top goes somewhere else, as when it is dragged. */
function moveBlock({ editor }: Person, world: World): void {
  const { doc, tr } = editor.state;
  const index = world.random.below(doc.childCount);
  const node = doc.child(index);
  let from = 0;
  for (let i = 0; i < index; i++) from += doc.child(i).nodeSize;
  tr.delete(from, from + node.nodeSize);
  let to = 0;
  for (let i = world.random.below(tr.doc.childCount + 1); i > 0; i--) to += tr.doc.child(i - 1).nodeSize;
  editor.view.dispatch(tr.insert(to, node));
}

/** One transaction that changes two places at once, as replacing all does. */
function editTwoPlaces({ editor }: Person, world: World): void {
  const { tr } = editor.state;
  for (let i = 0; i < 2; i++) {
    const at = snapped(tr.doc, world.random.below(tr.doc.content.size + 1));
    const $at = tr.doc.resolve(at);
    if ($at.parent.inlineContent) tr.insertText(world.newText(), at);
  }
  if (tr.docChanged) editor.view.dispatch(tr);
}
