/**
 * Random people with real editors change one document at once: commands, typing, paste, undo, delivery in parts and out
 * of order, reloads. One seed replays one cycle.
 *
 * Every character they type is one of a kind, so that in the end each must be there exactly once unless somebody
 * removed it: nothing lost, nothing doubled.
 */

import * as Y from 'yjs';
import { flatten } from '../../server/contract/document/flatten.ts';
import { rescueMovedText } from '../../server/contract/document/moves.ts';
import { BODY } from '../../server/contract/document/names.ts';
import { insertTokens } from '../../server/contract/document/tokens.ts';
import { type CharacterCounts, Person } from '../support/people.ts';
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts';
import { type Action, type Hand, pickAction, selectAnywhere } from './actions.ts';
import {
  characterAtCaret,
  charactersOf,
  checkCaret,
  checkView,
  plainText,
  refuseReplacing,
  refuseRewriting,
  textsOf,
  writtenBy,
} from './binding-judge.ts';

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
  /** What everybody has in the end. */
  readonly state: Uint8Array;
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

/**
 * How a character went: who removed it, and whether it may come twice because two people moved or restored it, or
 * because one removed it and restored it while the server took it home: then the removing had no effect on the copy.
 */
interface Fate {
  readonly removedBy: Set<string>;
  /** Who took it out of the text it was in: for good, or into another cell. */
  readonly takenBy: Set<string>;
  wasTakenHome: boolean;
  mayRepeat: boolean;
}

type Named = Pick<Person, 'name'>;

class World implements Hand {
  readonly random: SeededRandom;
  readonly journal: string[] = [];
  readonly #people: Person[] = [];
  /** Apart from the turns, so that these stay the same whoever makes a table. */
  readonly #ids: SeededRandom;
  readonly #server = { name: 'server', doc: new Y.Doc() };
  #serverStarts = 0;
  readonly #queues = new Map<string, Uint8Array[]>();
  readonly #fates = new Map<string, Fate>();
  readonly #byAction = new Map<string, number>();
  readonly #options: FuzzOptions;
  #nextCharacter = 0;
  #nextClient = 1;

  constructor(seed: number, options: FuzzOptions) {
    this.random = seededRandom(seed);
    this.#ids = seededRandom(~seed);
    this.#options = options;
    const start = this.#start();
    this.#startServer(start);
    for (let i = 0; i < options.people; i++) this.#people.push(this.#arrive(`p${i}`, start));
  }

  run(): FuzzResult {
    for (let i = 0; i < this.#options.actions; i++) this.#turn();
    this.#settle();
    this.#checkEnd();
    const state = Y.encodeStateAsUpdate((this.#people[0] as Person).doc);
    return { actions: this.#options.actions, characters: this.#nextCharacter, byAction: this.#byAction, state };
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
      this.#fates.set(character, { removedBy: new Set(), takenBy: new Set(), wasTakenHome: false, mayRepeat: false });
      text += character;
    }
    return text;
  }

  // ------------------------------------------------------------------------------------------------------- the turns

  #turn(): void {
    const what = this.random.below(10);
    const person = this.random.pick(this.#people);
    if (this.random.chance(0.05)) this.#rescue();
    else if (what < 6) this.#act(person, pickAction(this.random));
    else if (what < 8) this.#deliverSome(person);
    else if (what < 9) this.#look(person);
    else if (this.random.chance(0.15)) this.#reload(person);
    else selectAnywhere(person, this.random);
  }

  #act(person: Person, action: Action): void {
    if (this.random.chance(0.7)) selectAnywhere(person, this.random);
    this.journal.push(`${person.name} ${action.name}`);
    const before = charactersOf(person);
    const rubbleBefore = person.characters('deleted');
    const livingBefore = person.characters('living');
    const textsBefore = action.kind === 'keeps' ? textsOf(person) : undefined;
    attempt(() => action.act(this, person));
    this.#byAction.set(action.name, (this.#byAction.get(action.name) ?? 0) + 1);
    this.#collect(person);
    this.#account(person, action, before, livingBefore);
    if (textsBefore) refuseReplacing(person, action, textsBefore);
    if (action.kind === 'keeps' || action.kind === 'removes')
      refuseRewriting(person, action, rubbleBefore, livingBefore);
    if (person.binding.repairs > 0) throw new Error(`${person.name}'s editor had to be repaired`);
    if (!person.binding.isBehind) checkView(person);
  }

  /** Notes which characters went by this action. */
  #account(person: Person, action: Action, before: ReadonlySet<string>, livingBefore: CharacterCounts): void {
    const after = charactersOf(person);
    for (const character of before) {
      const fate = this.#fates.get(character);
      if (!fate || (after.has(character) && action.kind !== 'moves')) continue;
      if (action.kind === 'keeps') throw new Error(`${action.name} lost ${character}`);
      fate.removedBy.add(person.name);
      fate.mayRepeat ||= action.kind === 'moves';
    }
    const living = person.characters('living');
    for (const [text, characters] of livingBefore) {
      for (const character of characters.keys()) {
        const fate = this.#fates.get(character);
        if (!fate || living.get(text)?.has(character)) continue;
        fate.takenBy.add(person.name);
        fate.mayRepeat ||= fate.takenBy.size > 1;
      }
    }
  }

  #look(person: Person): void {
    this.journal.push(`${person.name} looks`);
    const character = characterAtCaret(person);
    person.looks();
    checkView(person);
    if (character !== undefined && this.#isUntouched(character)) checkCaret(person, character);
  }

  /** Whether nobody moved, restored or removed a character: of one that was, a caret may go with another copy. */
  #isUntouched(character: string): boolean {
    const fate = this.#fates.get(character);
    return fate !== undefined && fate.removedBy.size + fate.takenBy.size === 0 && !fate.wasTakenHome;
  }

  /** An input method composes in the block of the caret, for longer than everything waits for it. */
  #lookBeside(person: Person): void {
    this.journal.push(`${person.name} looks beside`);
    const block = () => person.editor.state.selection.$head.parent;
    const before = block();
    if (person.binding.showBeside(person.editor.state.selection.head)) checkView(person);
    if (!block().eq(before)) throw new Error(`${person.name}'s composition was disturbed:\n${before}\n${block()}`);
  }

  #reload(person: Person): void {
    this.journal.push(`${person.name} reloads`);
    const index = this.#people.indexOf(person);
    this.#people[index] = this.#arrive(person.name, Y.encodeStateAsUpdate(person.doc));
    person.leaves();
  }

  #arrive(name: string, start: Uint8Array): Person {
    const person = new Person(name, this.#nextClient++, start, {
      captureMs: this.random.chance(0.5) ? 0 : 1e9,
      random: this.#ids,
    });
    person.outbox.length = 0;
    return person;
  }

  // ------------------------------------------------------------------------------------------------------ the network

  #collect(person: Person): void {
    for (const update of person.outbox.splice(0)) {
      this.#queue(person, this.#server).push(update);
      for (const other of this.#people) if (other.name !== person.name) this.#queue(person, other).push(update);
    }
  }

  /** With what it has on disk, and nothing of what it had in memory. */
  #startServer(stored: Uint8Array): void {
    const doc = new Y.Doc();
    doc.clientID = 2_000_000 + this.#serverStarts++;
    Y.applyUpdate(doc, stored);
    doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (local) for (const person of this.#people) this.#queue(this.#server, person).push(update);
    });
    this.#server.doc = doc;
  }

  /** The server gets some of what was written, and takes home what moves left behind. */
  #rescue(): void {
    this.journal.push('the server takes text home');
    if (this.random.chance(0.3)) this.#startServer(Y.encodeStateAsUpdate(this.#server.doc));
    for (const person of this.#people) {
      const queue = this.#queue(person, this.#server);
      for (const update of queue.splice(0, this.random.below(queue.length + 1)))
        Y.applyUpdate(this.#server.doc, update);
    }
    rescueMovedText(this.#server.doc);
    for (const character of writtenBy(this.#server.doc)) {
      const fate = this.#fates.get(character);
      if (fate) fate.wasTakenHome = true;
    }
    if (rescueMovedText(this.#server.doc) > 0) throw new Error('the server found text to take home twice');
  }

  #queue(from: Named, to: Named): Uint8Array[] {
    const key = `${from.name}>${to.name}`;
    const queue = this.#queues.get(key) ?? [];
    this.#queues.set(key, queue);
    return queue;
  }

  /** Some of what waits for a person, in any order: Yjs keeps what comes too early. */
  #deliverSome(to: Person): void {
    const from = this.random.pick<Named>([...this.#people, this.#server]);
    if (from.name === to.name) return;
    const queue = this.#queue(from, to);
    for (let i = this.random.below(queue.length + 1); i > 0; i--) {
      const [update] = queue.splice(this.random.chance(0.8) ? 0 : this.random.below(queue.length), 1);
      if (update) to.receive(update);
    }
    this.journal.push(`${to.name} receives from ${from.name}`);
    if (this.random.chance(0.5)) this.#look(to);
    else if (this.random.chance(0.3)) this.#lookBeside(to);
  }

  #settle(): void {
    for (const person of this.#people) {
      for (const update of this.#queue(person, this.#server).splice(0)) Y.applyUpdate(this.#server.doc, update);
    }
    this.#rescue();
    for (const to of this.#people) {
      for (const from of [...this.#people, this.#server]) {
        for (const update of this.#queue(from, to).splice(0)) to.receive(update);
      }
    }
    for (const person of this.#people) this.#look(person);
    for (const { name, outbox } of this.#people) if (outbox.length > 0) throw new Error(`${name} wrote by reading`);
  }

  // ------------------------------------------------------------------------------------------------------- the judge

  #checkEnd(): void {
    const [first, ...others] = this.#people;
    if (!first) return;
    for (const other of others) {
      const [a, b] = [JSON.stringify(first.editor.getJSON()), JSON.stringify(other.editor.getJSON())];
      if (a !== b) throw new Error(`${first.name} and ${other.name} see different documents:\n${a}\n${b}`);
    }
    const living = new Set([...first.characters('living').values()].flatMap((text) => [...text.keys()]));
    const counts = new Map<string, number>();
    for (const character of plainText(first)) counts.set(character, (counts.get(character) ?? 0) + 1);
    for (const [character, { removedBy, wasTakenHome, mayRepeat }] of this.#fates) {
      const count = counts.get(character) ?? 0;
      // What stood in a row that somebody else deleted is kept in its cell.
      if (count === 0 && removedBy.size === 0 && !living.has(character)) throw new Error(`${character} is lost`);
      const hadNoEffect = wasTakenHome && removedBy.size > 0;
      if (count > 1 && !mayRepeat && !hadNoEffect) throw new Error(`${character} is there ${count} times`);
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

/** A command that asks for the screen, or that ProseMirror itself refuses to build here, does nothing. */
function attempt(act: () => void): void {
  try {
    act();
  } catch (error) {
    const { message, stack = '' } = error as Error;
    const [thrownAt = ''] = stack.split('\n').filter((line) => line.startsWith('    at '));
    const isRefused = thrownAt.includes('/prosemirror-') || message.includes('The editor view is not available');
    if (!isRefused || stack.includes('web/binding')) throw error;
  }
}
