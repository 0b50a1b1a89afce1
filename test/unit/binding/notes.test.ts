/** What this version does not know stays in the document, and is said beside the block. */

import type { DecorationSet } from '@tiptap/pm/view';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { BODY } from '../../../server/contract/document/names.ts';
import { insertTokens, readTokens, type Token } from '../../../server/contract/document/tokens.ts';
import { notesPlugin } from '../../../web/binding/notes.ts';
import { Person } from '../../support/people.ts';

function notesOf(person: Person, plugin: ReturnType<typeof notesPlugin>): string[] {
  const shown = plugin.getState(person.editor.state) as DecorationSet;
  return shown.find().map(({ from, to }) => person.editor.state.doc.textBetween(from, to));
}

test('R40: a block of an unknown type is a paragraph with a note, which moves with it, and nothing of it is written', () => {
  const poll: Token[] = [
    { kind: 'marker', keys: {} },
    { kind: 'text', text: 'before', marks: {} },
    { kind: 'marker', keys: { type: 'poll', 'a:votes': 3, in: 'columns/blockquote' } },
    { kind: 'text', text: 'which one?', marks: {} },
  ];
  const newer = new Y.Doc();
  insertTokens(newer.getText(BODY), 0, poll);
  const ann = new Person('ann', 1);
  const plugin = notesPlugin();
  ann.editor.registerPlugin(plugin);
  ann.receive(Y.encodeStateAsUpdate(newer));
  ann.looks();
  expect(ann.sees()).toEqual(['paragraph: before', 'blockquote/paragraph: which one?']);
  expect(notesOf(ann, plugin)).toEqual(['which one?']);

  ann.goesTo('before').types(' all');
  ann.editor.commands.splitBlock();
  ann.goesTo('which').types(' of these');
  expect(notesOf(ann, plugin)).toEqual(['which of these one?']);
  const stored = readTokens(ann.doc.getText(BODY)).find((token) => token.kind === 'marker' && token.keys.type);
  expect(stored).toMatchObject({ keys: { type: 'poll', 'a:votes': 3, in: 'columns/blockquote' } });
  expect(ann.binding.repairs).toBe(0);
  ann.leaves();
});
