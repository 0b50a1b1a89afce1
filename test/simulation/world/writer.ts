/**
 * Somebody at the product's own editor, with its binding, its commands and its undo, without a screen: what they do goes
 * into the document of a session, and what becomes of each character by it is noted.
 */

import * as Y from 'yjs';
import { crc32 } from '../../../server/lib/crc32.ts';
import { type Action, type Hand, pickAction, selectAnywhere } from '../../fuzz/actions.ts';
import { checkView } from '../../fuzz/binding-judge.ts';
import { Person } from '../../support/people.ts';
import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';
import { giveBackEditor, takeEditor } from './editors.ts';
import type { Fates, Visit } from './fates.ts';

/** What ProseMirror throws where something cannot be built, and Tiptap where a command asks for the screen. */
const REFUSALS = /^(RangeError|ReplaceError|TransformError)|editor view is not available/;

export class Writer implements Hand {
  readonly #person: Person;
  readonly #fates: Fates;
  readonly #visit: Visit;
  #hasRefused = false;
  random: SeededRandom;

  constructor(doc: Y.Doc, fates: Fates, visit: Visit) {
    // Nobody else's: what one editor names, as it names the cells of a table, no other does.
    const seed = crc32(Buffer.from(visit.who));
    this.#fates = fates;
    this.#visit = visit;
    this.random = seededRandom(seed);
    const captureMs = this.random.chance(0.5) ? 0 : 500;
    const own = { editor: takeEditor(), random: seededRandom(~seed) };
    this.#person = new Person(visit.who, 0, undefined, { doc, captureMs, ...own });
  }

  /** For the actions. */
  newText(): string {
    const characters = Array.from({ length: 1 + this.random.below(4) }, () =>
      this.#fates.type(this.#visit, this.random.chance(0.3)),
    );
    return characters.join('');
  }

  types(text: string, random: SeededRandom): void {
    this.#does(random, () => {
      this.#person.types(text);
    });
  }

  /** Anything that an editor can do. @returns its name. */
  works(random: SeededRandom): Action['name'] {
    const action = pickAction(random);
    this.#does(random, () => action.act(this, this.#person));
    return action.name;
  }

  /** The next frame, or (while somebody composes) only what is beside the caret. */
  looks(isComposing: boolean): void {
    if (isComposing) this.#person.binding.showBeside(this.#person.editor.state.selection.head);
    else this.#person.looks();
  }

  /** What is wrong with what is shown, once everything is. */
  get flaw(): string | null {
    const { binding } = this.#person;
    binding.show();
    if (binding.repairs > 0) return `the editor of ${this.#visit.who} had to be repaired`;
    try {
      checkView(this.#person);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  close(): void {
    this.#person.leaves();
    // One in which something was refused half-way is nobody's any more.
    if (this.#hasRefused) this.#person.editor.destroy();
    else giveBackEditor(this.#person.editor);
  }

  #does(random: SeededRandom, act: () => void): void {
    this.random = random;
    if (random.chance(0.7)) selectAnywhere(this.#person, random);
    const before = placesIn(this.#person.doc);
    try {
      act();
    } catch (error) {
      if (!(error instanceof Error) || !REFUSALS.test(`${error.name}: ${error.message}`)) throw error;
      this.#hasRefused = true;
    }
    this.#account(before, placesIn(this.#person.doc));
  }

  /** Which characters went, came back, or were written anew elsewhere. */
  #account(before: Places, after: Places): void {
    for (const [character, place] of before) {
      const now = after.get(character);
      if (now?.join() === place.join()) continue;
      if (now !== undefined) this.#fates.move(character);
      // One of two that somebody moved at once counts, too: another may delete the other one.
      if (now === undefined || now.length < place.length) this.#fates.delete(this.#visit, character);
    }
    for (const character of after.keys()) if (!before.has(character)) this.#fates.bring(character);
  }
}

/** By character, the ids that Yjs gave it: more than one where two people moved it at once. */
type Places = ReadonlyMap<string, readonly string[]>;

function placesIn(doc: Y.Doc): Places {
  const places = new Map<string, string[]>();
  for (const { _start } of doc.share.values()) {
    for (let item = _start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      let { clock } = item.id;
      for (const character of item.content.str) {
        const ids = places.get(character) ?? [];
        places.set(character, ids);
        ids.push(`${item.id.client}:${clock}`);
        clock += character.length;
      }
    }
  }
  return places;
}
