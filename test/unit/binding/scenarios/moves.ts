/** Somebody moves a block, an item, a list or a table; what another does to it at that moment comes along. */

import type { TreeNode } from '../../../../server/contract/document/tree.ts';
import {
  deletesBlock,
  drags,
  LIST,
  moves,
  node,
  paragraph,
  type Scenario,
  typesInBeta,
  typesInBread,
} from './scenario.ts';

const row = (...texts: string[]): TreeNode =>
  node('tableRow', ...texts.map((text) => node('tableCell', paragraph(text))));
const WITH_TABLE = [paragraph('first'), paragraph('beta two'), node('table', row('a1', 'b1'), row('a2', 'b2'))];

const MOVED = ['paragraph: beta XYZ two', 'paragraph: alpha one', 'paragraph: gamma three'];

export const MOVES: readonly Scenario[] = [
  {
    name: 'drags the paragraph up | types in it',
    ann: (ann) => drags(ann, 'beta', 'alpha'),
    bob: typesInBeta,
    sees: MOVED,
  },
  {
    name: 'moves the paragraph down by key | types at its end',
    ann: (ann) => moves(ann.goesTo('beta'), 'down'),
    bob: (bob) => void bob.goesTo('two').types(' XYZ'),
    sees: ['paragraph: alpha one', 'paragraph: gamma three', 'paragraph: beta two XYZ'],
  },
  {
    name: 'moves the paragraph twice | types in it',
    ann: (ann) => {
      drags(ann, 'beta', 'alpha');
      drags(ann, 'beta', 'gamma');
    },
    bob: typesInBeta,
    sees: ['paragraph: alpha one', 'paragraph: beta XYZ two', 'paragraph: gamma three'],
  },
  {
    name: 'moves the paragraph and undoes it | types in it',
    ann: (ann) => {
      drags(ann, 'beta', 'alpha');
      ann.undo.undo();
    },
    bob: typesInBeta,
    sees: ['paragraph: alpha one', 'paragraph: beta XYZ two', 'paragraph: gamma three'],
  },
  {
    name: 'moves the paragraph, undoes and redoes it | types in it',
    ann: (ann) => {
      drags(ann, 'beta', 'alpha');
      ann.undo.undo();
      ann.undo.redo();
    },
    bob: typesInBeta,
    sees: MOVED,
  },
  {
    name: 'moves the paragraph | presses Enter in it and types in its second half',
    ann: (ann) => drags(ann, 'beta', 'alpha'),
    bob: (bob) => {
      bob.goesTo('beta').editor.commands.splitBlock();
      bob.goesTo('two').types(' XYZ');
    },
    sees: ['paragraph: beta', 'paragraph:  two XYZ', 'paragraph: alpha one', 'paragraph: gamma three'],
  },
  {
    name: 'moves the paragraph up | moves it down',
    ann: (ann) => drags(ann, 'beta', 'alpha'),
    bob: (bob) => moves(bob.goesTo('beta'), 'down'),
    sees: [
      ['paragraph: beta two', 'paragraph: alpha one', 'paragraph: gamma three'],
      ['paragraph: alpha one', 'paragraph: gamma three', 'paragraph: beta two'],
      // Neither move stands against the other where they were made one after the other.
      ['paragraph: alpha one', 'paragraph: beta two', 'paragraph: gamma three'],
    ],
  },
  {
    name: 'types in the paragraph and moves it | types in it and moves it elsewhere',
    ann: (ann) => {
      ann.goesTo('beta').types(' ANN');
      drags(ann, 'beta', 'alpha');
    },
    bob: (bob) => {
      bob.goesTo('two').types(' BOB');
      drags(bob, 'gamma', 'alpha');
      moves(bob.goesTo('beta'), 'up');
    },
    sees: [
      ['paragraph: beta ANN two BOB', 'paragraph: gamma three', 'paragraph: alpha one'],
      ['paragraph: gamma three', 'paragraph: beta ANN two BOB', 'paragraph: alpha one'],
    ],
  },
  {
    name: 'moves the paragraph | deletes it',
    ann: (ann) => drags(ann, 'beta', 'alpha'),
    bob: (bob) => deletesBlock(bob, 'beta'),
    sees: [
      // Kept rather than lost; gone where it was deleted after the move had come.
      ['paragraph: beta two', 'paragraph: alpha one', 'paragraph: gamma three'],
      ['paragraph: alpha one', 'paragraph: gamma three'],
    ],
  },
  {
    name: 'moves the paragraph | types in the one it goes past',
    ann: (ann) => drags(ann, 'beta', 'alpha'),
    bob: (bob) => void bob.goesTo('alpha').types(' XYZ'),
    sees: ['paragraph: beta two', 'paragraph: alpha XYZ one', 'paragraph: gamma three'],
  },
  {
    name: 'moves an item up | types in it',
    start: LIST,
    ann: (ann) => moves(ann.goesTo('bread'), 'up'),
    bob: typesInBread,
    sees: [
      'paragraph: before',
      'bulletList/listItem/paragraph: bread XYZ and butter',
      'bulletList/listItem/paragraph: milk',
      'bulletList/listItem/paragraph: tea',
      'paragraph: after',
    ],
  },
  {
    name: 'moves a whole list | types in an item of it',
    start: LIST,
    ann: (ann) => {
      const { doc, tr } = ann.editor.state;
      const [before, list] = [doc.child(0), doc.child(1)];
      ann.editor.view.dispatch(tr.delete(before.nodeSize, before.nodeSize + list.nodeSize).insert(0, list));
    },
    bob: typesInBread,
    sees: [
      'bulletList/listItem/paragraph: milk',
      'bulletList/listItem/paragraph: bread XYZ and butter',
      'bulletList/listItem/paragraph: tea',
      'paragraph: before',
      'paragraph: after',
    ],
  },
  {
    name: 'moves a table | types in a cell of it',
    start: WITH_TABLE,
    ann: (ann) => {
      const { doc, tr } = ann.editor.state;
      const from = doc.child(0).nodeSize + doc.child(1).nodeSize;
      ann.editor.view.dispatch(tr.delete(from, from + doc.child(2).nodeSize).insert(0, doc.child(2)));
    },
    bob: (bob) => void bob.goesTo('b2').types(' XYZ'),
    sees: [...['a1', 'b1', 'a2', 'b2 XYZ'].map(inCell), 'paragraph: first', 'paragraph: beta two'],
  },
  {
    name: 'drags the paragraph into a cell | types in it',
    start: WITH_TABLE,
    ann: (ann) => drags(ann, 'beta', 'b1'),
    bob: typesInBeta,
    sees: ['paragraph: first', ...['a1', 'beta XYZ two', 'b1', 'a2', 'b2'].map(inCell)],
  },
];

function inCell(text: string): string {
  return `table/tableRow/tableCell/paragraph: ${text}`;
}
