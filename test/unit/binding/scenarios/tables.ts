/** Rows, columns and cells. What is typed into a row that somebody deletes has a suite of its own: recovered.test.ts. */

// The types of the commands.
import type {} from '@tiptap/extension-table';
import type { TreeNode } from '../../../../server/contract/document/tree.ts';
import { node, paragraph, type Scenario } from './scenario.ts';

const row = (...texts: string[]): TreeNode =>
  node('tableRow', ...texts.map((text) => node('tableCell', paragraph(text))));
const TABLE = [paragraph('before'), node('table', row('a1', 'b1'), row('a2', 'b2'))];

/** The cells, row by row. */
function cells(...texts: string[]): string[] {
  return ['paragraph: before', ...texts.map((text) => `table/tableRow/tableCell/paragraph: ${text}`)];
}

export const TABLES: readonly Scenario[] = [
  {
    name: 'adds a column and types in the table | adds a row and types in it',
    start: TABLE,
    ann: (ann) => {
      ann.goesTo('a1').editor.commands.addColumnAfter();
      ann.goesTo('a1').types(' ANN');
    },
    bob: (bob) => {
      bob.goesTo('a1').editor.commands.addRowAfter();
      bob.goesTo('b2').types(' BOB');
    },
    sees: cells('a1 ANN', '', 'b1', '', '', '', 'a2', '', 'b2 BOB'),
  },
  {
    name: 'adds a row and undoes it | types in the table',
    start: TABLE,
    ann: (ann) => {
      ann.goesTo('a1').editor.commands.addRowAfter();
      ann.undo.undo();
    },
    bob: (bob) => void bob.goesTo('a1').types(' XYZ'),
    sees: cells('a1 XYZ', 'b1', 'a2', 'b2'),
  },
  {
    name: 'deletes a row and undoes it | types in that row',
    start: TABLE,
    ann: (ann) => {
      ann.goesTo('a2').editor.commands.deleteRow();
      ann.undo.undo();
    },
    bob: (bob) => void bob.goesTo('a2').types(' XYZ'),
    sees: cells('a1', 'b1', 'a2 XYZ', 'b2'),
  },
  {
    name: 'adds a column | adds a column at the same place',
    start: TABLE,
    ann: (ann) => ann.goesTo('a1').editor.commands.addColumnAfter(),
    bob: (bob) => bob.goesTo('a1').editor.commands.addColumnAfter(),
    sees: cells('a1', '', '', 'b1', 'a2', '', '', 'b2'),
  },
  {
    name: 'makes the first row the header | types in it',
    start: TABLE,
    ann: (ann) => ann.goesTo('a1').editor.commands.toggleHeaderRow(),
    bob: (bob) => void bob.goesTo('a1').types(' XYZ'),
    sees: cells('a1 XYZ', 'b1', 'a2', 'b2').map((line) => line.replace(/tableCell(?=.*(?:a1|b1))/, 'tableHeader')),
  },
  {
    name: 'makes a list of a cell | types in that cell',
    start: TABLE,
    ann: (ann) => ann.goesTo('b1').editor.commands.toggleBulletList(),
    bob: (bob) => void bob.goesTo('b1').types(' XYZ'),
    sees: cells('a1', 'b1 XYZ', 'a2', 'b2').map((line) =>
      line.replace(/paragraph(?=: b1)/, 'bulletList/listItem/paragraph'),
    ),
  },
  {
    name: 'presses Enter in a cell | types in its second half',
    start: [paragraph('before'), node('table', row('one two', 'b1'))],
    ann: (ann) => ann.goesTo('one').editor.commands.splitBlock(),
    bob: (bob) => void bob.goesTo('two').types(' XYZ'),
    sees: cells('one', ' two XYZ', 'b1'),
  },
];
