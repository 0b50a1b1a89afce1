/** What the fuzz of the binding refuses: text that is written anew, and an editor that shows something else. */

import { Node } from '@tiptap/pm/model';
import { TextSelection } from '@tiptap/pm/state';
import * as Y from 'yjs';
import { REPLACEMENT } from '../../server/contract/document/inline.ts';
import { BODY } from '../../server/contract/document/names.ts';
import { readTokens } from '../../server/contract/document/tokens.ts';
import { unflattenDocument } from '../../server/contract/document/unflatten.ts';
import type { CharacterCounts, Person } from '../support/people.ts';
import type { Action } from './actions.ts';

export function plainText({ editor }: Person): string {
  return editor.state.doc.textBetween(0, editor.state.doc.content.size, '', '');
}

/** The words and atoms of each text of the document, and how much of it is deleted. */
export function textsOf(person: Person): Map<string, { readonly words: string; readonly deleted: number }> {
  const wordsOf = (name: string) =>
    readTokens(person.doc.getText(name))
      .map((token) => (token.kind === 'text' ? token.text : token.kind === 'atom' ? REPLACEMENT : ''))
      .join('');
  return new Map(
    [...person.doc.share.keys()].map((name) => [name, { words: wordsOf(name), deleted: person.deletedLength(name) }]),
  );
}

/** A text that reads as before has nothing newly deleted. Words that go from one cell to another leave their text. */
export function refuseReplacing(person: Person, action: Action, before: ReturnType<typeof textsOf>): void {
  for (const [name, { words, deleted }] of textsOf(person)) {
    const old = before.get(name);
    if (old?.words !== words || old.deleted === deleted) continue;
    throw new Error(`${action.name} removed ${deleted - old.deleted} characters in the text ${name}`);
  }
}

/**
 * What stayed in a text must be the same characters: nobody else's words may hang on some that come anew. Between the
 * body and a cell there is no other way.
 */
export function refuseRewriting(
  person: Person,
  action: Action,
  rubbleBefore: CharacterCounts,
  livingBefore: CharacterCounts,
): void {
  const living = person.characters('living');
  for (const [text, rubble] of person.characters('deleted')) {
    for (const character of rubble.keys()) {
      const count = living.get(text)?.get(character) ?? 0;
      // Of one that was there twice, because two people had moved it, one may go and the other stay.
      const isFewer = count < (livingBefore.get(text)?.get(character) ?? 0);
      if (count === 0 || isFewer || rubbleBefore.get(text)?.has(character)) continue;
      if (isUnique(character)) throw new Error(`${action.name} deleted ${character} and wrote it again`);
    }
  }
}

/** Whether newText made it: those of the emoji come again. */
function isUnique(character: string): boolean {
  return /[\u4e00-\u9fff\u{20000}-\u{2ffff}]/u.test(character);
}

export function charactersOf(person: Person): Set<string> {
  return new Set(plainText(person));
}

/** The editor shows exactly what the text says, in a tree the schema allows. */
export function checkView(person: Person): void {
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

/** The character that a caret stands behind, if it is one of a kind and there once. */
export function characterAtCaret({ editor }: Person): string | undefined {
  const { selection, doc } = editor.state;
  const { parent, parentOffset } = selection.$head;
  if (!(selection instanceof TextSelection) || !parent.inlineContent) return undefined;
  const character = [...parent.textBetween(0, parentOffset, '', REPLACEMENT)].at(-1);
  if (character === undefined || !isUnique(character)) return undefined;
  return doc.textBetween(0, doc.content.size).split(character).length === 2 ? character : undefined;
}

/** What others write takes no caret away from the character behind which it stood. */
export function checkCaret(person: Person, before: string): void {
  const isThereOnce = plainText(person).split(before).length === 2;
  if (isThereOnce && characterAtCaret(person) !== before) {
    throw new Error(`${person.name}'s caret left ${before}\n${person.editor.state.doc}`);
  }
}

/** The characters that stand in a document as this replica of it wrote them. */
export function writtenBy(doc: Y.Doc): Set<string> {
  const structs = doc.store.clients.get(doc.clientID) ?? [];
  const texts = structs.map((struct) =>
    struct instanceof Y.Item && struct.content instanceof Y.ContentString ? struct.content.str : '',
  );
  return new Set(texts.join(''));
}
