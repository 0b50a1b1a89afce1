/** Marks, on text and on what stands among it: mentions, formulas, emoji. And what a newer version wrote. */

import { BODY } from '../../../../server/contract/document/names.ts';
import type { Token } from '../../../../server/contract/document/tokens.ts';
import { readTokens } from '../../../../server/contract/document/tokens.ts';
import type { TreeNode } from '../../../../server/contract/document/tree.ts';
import type { Person } from '../../../support/people.ts';
import type { Scenario } from './scenario.ts';

const ATOMS = {
  mention: { type: 'mention', attrs: { id: 'cem', label: 'Cem' } },
  inlineMath: { type: 'inlineMath', attrs: { latex: 'x^2' } },
  emoji: { type: 'emoji', attrs: { name: 'smile' } },
} as const;

const around = (atom: TreeNode): TreeNode[] => [
  { type: 'paragraph', content: [{ type: 'text', text: 'ask ' }, atom, { type: 'text', text: ' now' }] },
];

/** The marks of each inline node in the body, by what it is. */
function marksOf({ editor }: Person): Record<string, string> {
  const marks: Record<string, string> = {};
  editor.state.doc.descendants((node) => {
    if (node.isInline)
      marks[node.text ?? node.type.name] = node.marks
        .map(({ type }) => type.name)
        .sort()
        .join(' ');
  });
  return marks;
}

const onAtom = (person: Person) => {
  const at = person.find('\uFFFC');
  person.editor.commands.setTextSelection({ from: at, to: at + 1 });
  return person.editor.commands;
};

const MARKED: readonly Scenario[] = Object.values(ATOMS).flatMap((atom): Scenario[] => [
  {
    name: `makes the ${atom.type} bold | types before it`,
    start: around(atom),
    ann: (ann) => onAtom(ann).setBold(),
    bob: (bob) => void bob.goesTo('ask').types(' XYZ'),
    sees: ['paragraph: ask XYZ \uFFFC now'],
    shows: marksOf,
    has: { 'ask XYZ ': '', [atom.type]: 'bold', ' now': '' },
  },
  {
    name: `makes the ${atom.type} bold | links it`,
    start: around(atom),
    ann: (ann) => onAtom(ann).setBold(),
    bob: (bob) => onAtom(bob).setLink({ href: 'https://a.example/' }),
    sees: ['paragraph: ask \uFFFC now'],
    shows: marksOf,
    has: { 'ask ': '', [atom.type]: 'bold link', ' now': '' },
  },
  {
    name: `turns the paragraph with the ${atom.type} into a quote | makes that italic`,
    start: around(atom),
    ann: (ann) => ann.goesTo('ask').editor.commands.toggleBlockquote(),
    bob: (bob) => onAtom(bob).setItalic(),
    sees: ['blockquote/paragraph: ask \uFFFC now'],
    shows: marksOf,
    has: { 'ask ': '', [atom.type]: 'italic', ' now': '' },
  },
]);

/** As a later version may write it: a block, a key, a mark and an atom that this one does not know. */
const NEWER: readonly Token[] = [
  { kind: 'marker', keys: {} },
  { kind: 'text', text: 'alpha one', marks: {} },
  { kind: 'marker', keys: { type: 'poll', 'a:votes': 3, 'x:colour': 'red' } },
  { kind: 'text', text: 'beta ', marks: {} },
  { kind: 'text', text: 'two', marks: { glow: true } },
  { kind: 'atom', type: 'signature', attrs: { by: 'cem' }, marks: {} },
];

/** What this version does not know of the document, as it is stored. */
function unknownIn({ doc }: Person): unknown[] {
  return readTokens(doc.getText(BODY)).flatMap((token): unknown[] => {
    if (token.kind === 'marker') return token.keys.type === 'poll' ? [token.keys] : [];
    if (token.kind === 'atom') return [token.type, token.attrs];
    return 'glow' in token.marks ? [token.text] : [];
  });
}
const UNKNOWN = [{ type: 'poll', 'a:votes': 3, 'x:colour': 'red' }, 'two', 'signature', { by: 'cem' }];

const KEPT: readonly Scenario[] = [
  {
    name: 'types in a block of an unknown type | makes it bold',
    stored: NEWER,
    ann: (ann) => void ann.goesTo('beta').types(' XYZ'),
    bob: (bob) => bob.selects('beta').editor.commands.setBold(),
    sees: ['paragraph: alpha one', 'paragraph: beta XYZ two\uFFFC'],
    shows: unknownIn,
    has: UNKNOWN,
  },
  {
    name: 'presses Enter before a block of an unknown type | joins the one before it with a new one',
    stored: NEWER,
    ann: (ann) => ann.goesTo('one').editor.commands.splitBlock(),
    bob: (bob) => void bob.goesTo('alpha').types(' XYZ'),
    sees: ['paragraph: alpha XYZ one', 'paragraph: ', 'paragraph: beta two\uFFFC'],
    shows: unknownIn,
    has: UNKNOWN,
  },
  {
    name: 'puts a block of an unknown type into a list with the one before | types in it',
    stored: NEWER,
    ann: (ann) => ann.selects('alpha', 'beta').editor.commands.toggleBulletList(),
    bob: (bob) => void bob.goesTo('beta').types(' XYZ'),
    sees: ['bulletList/listItem/paragraph: alpha one', 'bulletList/listItem/paragraph: beta XYZ two\uFFFC'],
    shows: (person) => unknownIn(person).slice(-3),
    has: UNKNOWN.slice(-3),
  },
];

export const INLINE: readonly Scenario[] = [...MARKED, ...KEPT];
