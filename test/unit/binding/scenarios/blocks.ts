/** One block or one list at a time: conversions and their undoing, Enter, joins, levels, deletions, typing. */

import {
  type Act,
  deletesBlock,
  heading,
  LIST,
  paragraph,
  pastes,
  QUOTE,
  type Scenario,
  typesInBeta,
  typesInBread,
} from './scenario.ts';

/** Both sides of "somebody turns the block into ... while another types in it". */
const CONVERSIONS: readonly Scenario[] = (
  [
    ['a heading', (p) => p.editor.commands.setHeading({ level: 2 }), 'heading'],
    ['a list item', (p) => p.editor.commands.toggleBulletList(), 'bulletList/listItem/paragraph'],
    ['a numbered item', (p) => p.editor.commands.toggleOrderedList(), 'orderedList/listItem/paragraph'],
    ['a task', (p) => p.editor.commands.toggleTaskList(), 'taskList/taskItem/paragraph'],
    ['a quote', (p) => p.editor.commands.toggleBlockquote(), 'blockquote/paragraph'],
    ['code', (p) => p.editor.commands.setCodeBlock(), 'codeBlock'],
    ['a callout', (p) => p.editor.commands.wrapIn('callout'), 'callout/paragraph'],
  ] satisfies ReadonlyArray<readonly [string, Act, string]>
).map(([what, convert, path]) => ({
  name: `turns the paragraph into ${what} | types in it`,
  ann: (ann) => convert(ann.goesTo('beta')),
  bob: typesInBeta,
  sees: ['paragraph: alpha one', `${path}: beta XYZ two`, 'paragraph: gamma three'],
}));

const UNDONE: readonly Scenario[] = (
  [
    ['a heading', (p) => p.editor.commands.setHeading({ level: 2 })],
    ['a list item', (p) => p.editor.commands.toggleBulletList()],
    ['a task', (p) => p.editor.commands.toggleTaskList()],
    ['a quote', (p) => p.editor.commands.toggleBlockquote()],
    ['code', (p) => p.editor.commands.setCodeBlock()],
    ['two paragraphs', (p) => p.editor.commands.splitBlock()],
  ] satisfies ReadonlyArray<readonly [string, Act]>
).map(([what, convert]) => ({
  name: `turns the paragraph into ${what} and undoes it | types in it`,
  ann: (ann) => {
    convert(ann.goesTo('beta'));
    ann.undo.undo();
  },
  bob: (bob) => void bob.goesTo('two').types(' XYZ'),
  sees: ['paragraph: alpha one', 'paragraph: beta two XYZ', 'paragraph: gamma three'],
}));

const OTHERS: readonly Scenario[] = [
  {
    name: 'joins the paragraph with the one above | types in it',
    ann: (ann) => ann.goesTo('beta', 'before').editor.commands.joinBackward(),
    bob: typesInBeta,
    sees: ['paragraph: alpha onebeta XYZ two', 'paragraph: gamma three'],
  },
  {
    name: 'joins the paragraph with the one below | types in that',
    ann: (ann) => ann.goesTo('alpha one').editor.commands.joinForward(),
    bob: typesInBeta,
    sees: ['paragraph: alpha onebeta XYZ two', 'paragraph: gamma three'],
  },
  {
    name: 'joins and undoes it | types in it',
    ann: (ann) => {
      ann.goesTo('beta', 'before').editor.commands.joinBackward();
      ann.undo.undo();
    },
    bob: typesInBeta,
    sees: ['paragraph: alpha one', 'paragraph: beta XYZ two', 'paragraph: gamma three'],
  },
  {
    name: 'presses Enter in the middle | types in the second half',
    ann: (ann) => ann.goesTo('beta').editor.commands.splitBlock(),
    bob: (bob) => void bob.goesTo('two').types(' XYZ'),
    sees: ['paragraph: alpha one', 'paragraph: beta', 'paragraph:  two XYZ', 'paragraph: gamma three'],
  },
  {
    name: 'presses Enter in the middle | types in the first half',
    ann: (ann) => ann.goesTo('beta').editor.commands.splitBlock(),
    bob: (bob) => void bob.goesTo('be').types('XYZ'),
    sees: ['paragraph: alpha one', 'paragraph: beXYZta', 'paragraph:  two', 'paragraph: gamma three'],
  },
  {
    name: 'presses Enter in front of it | types in it',
    ann: (ann) => ann.goesTo('beta', 'before').editor.commands.splitBlock(),
    bob: typesInBeta,
    sees: ['paragraph: alpha one', 'paragraph: ', 'paragraph: beta XYZ two', 'paragraph: gamma three'],
  },
  {
    name: 'presses Enter in the middle | presses Enter in the second half',
    ann: (ann) => ann.goesTo('be').editor.commands.splitBlock(),
    bob: (bob) => bob.goesTo('tw').editor.commands.splitBlock(),
    sees: ['paragraph: alpha one', 'paragraph: be', 'paragraph: ta tw', 'paragraph: o', 'paragraph: gamma three'],
  },
  {
    name: 'presses Enter at one place | presses Enter at the same place',
    ann: (ann) => ann.goesTo('beta').editor.commands.splitBlock(),
    bob: (bob) => bob.goesTo('beta').editor.commands.splitBlock(),
    sees: ['paragraph: alpha one', 'paragraph: beta', 'paragraph: ', 'paragraph:  two', 'paragraph: gamma three'],
  },
  {
    name: 'turns it into a heading | turns it into a list item',
    ann: (ann) => ann.goesTo('beta').editor.commands.setHeading({ level: 2 }),
    bob: (bob) => bob.goesTo('beta').editor.commands.toggleBulletList(),
    // A list item begins with a paragraph in this editor.
    sees: ['paragraph: alpha one', 'bulletList/listItem/paragraph: beta two', 'paragraph: gamma three'],
  },
  {
    name: 'turns it into a quote | turns it into a quote',
    ann: (ann) => ann.goesTo('beta').editor.commands.toggleBlockquote(),
    bob: (bob) => bob.goesTo('beta').editor.commands.toggleBlockquote(),
    sees: ['paragraph: alpha one', 'blockquote/paragraph: beta two', 'paragraph: gamma three'],
  },
  {
    name: 'turns it into a task | turns it into a quote',
    ann: (ann) => ann.goesTo('beta').editor.commands.toggleTaskList(),
    bob: (bob) => bob.goesTo('beta').editor.commands.toggleBlockquote(),
    sees: [
      ['paragraph: alpha one', 'blockquote/paragraph: beta two', 'paragraph: gamma three'],
      ['paragraph: alpha one', 'taskList/taskItem/paragraph: beta two', 'paragraph: gamma three'],
    ],
  },
  {
    name: 'indents an item | types in it',
    start: LIST,
    ann: (ann) => ann.goesTo('bread').editor.commands.sinkListItem('listItem'),
    bob: typesInBread,
    sees: [
      'paragraph: before',
      'bulletList/listItem/paragraph: milk',
      'bulletList/listItem/bulletList/listItem/paragraph: bread XYZ and butter',
      'bulletList/listItem/paragraph: tea',
      'paragraph: after',
    ],
  },
  {
    name: 'lifts an item out of its list | types in it',
    start: LIST,
    ann: (ann) => ann.goesTo('bread').editor.commands.liftListItem('listItem'),
    bob: typesInBread,
    sees: [
      'paragraph: before',
      'bulletList/listItem/paragraph: milk',
      'paragraph: bread XYZ and butter',
      'bulletList/listItem/paragraph: tea',
      'paragraph: after',
    ],
  },
  {
    name: 'splits an item | types in its second half',
    start: LIST,
    ann: (ann) => ann.goesTo('bread').editor.commands.splitListItem('listItem'),
    bob: (bob) => void bob.goesTo('butter').types(' XYZ'),
    sees: [
      'paragraph: before',
      'bulletList/listItem/paragraph: milk',
      'bulletList/listItem/paragraph: bread',
      'bulletList/listItem/paragraph:  and butter XYZ',
      'bulletList/listItem/paragraph: tea',
      'paragraph: after',
    ],
  },
  {
    name: 'splits an item | splits the same item',
    start: LIST,
    ann: (ann) => ann.goesTo('bread').editor.commands.splitListItem('listItem'),
    bob: (bob) => bob.goesTo('and').editor.commands.splitListItem('listItem'),
    sees: [
      'paragraph: before',
      'bulletList/listItem/paragraph: milk',
      'bulletList/listItem/paragraph: bread',
      'bulletList/listItem/paragraph:  and',
      'bulletList/listItem/paragraph:  butter',
      'bulletList/listItem/paragraph: tea',
      'paragraph: after',
    ],
  },
  {
    name: 'joins an item with the one before | types in it',
    start: LIST,
    ann: (ann) => ann.goesTo('bread', 'before').editor.commands.joinItemBackward(),
    bob: typesInBread,
    sees: [
      'paragraph: before',
      'bulletList/listItem/paragraph: milkbread XYZ and butter',
      'bulletList/listItem/paragraph: tea',
      'paragraph: after',
    ],
  },
  {
    name: 'turns the bullets into tasks | types in an item',
    start: LIST,
    ann: (ann) => ann.selects('milk', 'tea').editor.commands.toggleTaskList(),
    bob: typesInBread,
    sees: [
      'paragraph: before',
      'taskList/taskItem/paragraph: milk',
      'taskList/taskItem/paragraph: bread XYZ and butter',
      'taskList/taskItem/paragraph: tea',
      'paragraph: after',
    ],
  },
  {
    name: 'turns the bullets into numbers | splits an item',
    start: LIST,
    ann: (ann) => ann.goesTo('milk').editor.commands.toggleOrderedList(),
    bob: (bob) => bob.goesTo('bread').editor.commands.splitListItem('listItem'),
    // The new item was written as a bullet: acceptable, visible, nothing lost.
    sees: [
      'paragraph: before',
      'orderedList/listItem/paragraph: milk',
      'orderedList/listItem/paragraph: bread',
      'bulletList/listItem/paragraph:  and butter',
      'orderedList/listItem/paragraph: tea',
      'paragraph: after',
    ],
  },
  {
    name: 'lifts a paragraph out of its quote | types in it',
    start: QUOTE,
    ann: (ann) => ann.goesTo('beta').editor.commands.unsetBlockquote(),
    bob: typesInBeta,
    sees: ['paragraph: before', 'paragraph: beta XYZ two', 'paragraph: after'],
  },
  {
    name: 'deletes the paragraph | types in it',
    ann: (ann) => deletesBlock(ann, 'beta'),
    bob: typesInBeta,
    // What was typed joins the paragraph before: visible, not lost.
    sees: ['paragraph: alpha one XYZ', 'paragraph: gamma three'],
  },
  {
    name: 'deletes the paragraph | types in the next one',
    ann: (ann) => deletesBlock(ann, 'beta'),
    bob: (bob) => void bob.goesTo('gamma').types(' XYZ'),
    sees: ['paragraph: alpha one', 'paragraph: gamma XYZ three'],
  },
  {
    name: 'deletes the first paragraph | types in it',
    ann: (ann) => deletesBlock(ann, 'alpha'),
    bob: (bob) => void bob.goesTo('alpha').types('XYZ'),
    sees: ['paragraph: XYZ', 'paragraph: beta two', 'paragraph: gamma three'],
  },
  {
    name: 'replaces a word | types in another word of it',
    ann: (ann) => void ann.selects('two').types('2'),
    bob: typesInBeta,
    sees: ['paragraph: alpha one', 'paragraph: beta XYZ 2', 'paragraph: gamma three'],
  },
  {
    name: 'makes it bold | types in it',
    ann: (ann) => ann.selects('beta two').editor.commands.setBold(),
    bob: typesInBeta,
    sees: ['paragraph: alpha one', 'paragraph: beta XYZ two', 'paragraph: gamma three'],
  },
  {
    name: 'types an emoji | types another at the same place',
    start: [paragraph('smile: 😀!')],
    ann: (ann) => void ann.goesTo('😀').types('😁'),
    bob: (bob) => void bob.goesTo('😀').types('😂'),
    sees: [['paragraph: smile: 😀😁😂!'], ['paragraph: smile: 😀😂😁!']],
  },
  {
    name: 'exchanges an emoji | types behind it',
    start: [paragraph('smile: 😀!')],
    ann: (ann) => void ann.selects('😀').types('😁'),
    bob: (bob) => void bob.goesTo('!').types(' XYZ'),
    sees: ['paragraph: smile: 😁! XYZ'],
  },
  {
    name: 'selects three paragraphs into one list | types in the middle one',
    ann: (ann) => ann.selects('alpha one', 'gamma three').editor.commands.toggleBulletList(),
    bob: typesInBeta,
    sees: [
      'bulletList/listItem/paragraph: alpha one',
      'bulletList/listItem/paragraph: beta XYZ two',
      'bulletList/listItem/paragraph: gamma three',
    ],
  },
  {
    name: 'deletes everything | types in a paragraph',
    ann: (ann) => ann.editor.chain().selectAll().deleteSelection().run(),
    bob: typesInBeta,
    sees: ['paragraph:  XYZ'],
  },
  {
    name: 'pastes two paragraphs | types behind',
    ann: (ann) => pastes(ann.goesTo('beta'), [paragraph('PASTED one'), paragraph('PASTED two')]),
    bob: (bob) => void bob.goesTo('two').types(' XYZ'),
    sees: [
      'paragraph: alpha one',
      'paragraph: beta',
      'paragraph: PASTED one',
      'paragraph: PASTED two',
      'paragraph:  two XYZ',
      'paragraph: gamma three',
    ],
  },
  {
    name: 'moves text between headings with Enter | turns the heading into a paragraph',
    start: [heading('title of it'), paragraph('body')],
    ann: (ann) => ann.goesTo('title').editor.commands.splitBlock(),
    bob: (bob) => bob.goesTo('title').editor.commands.setParagraph(),
    sees: [
      ['paragraph: title', 'heading:  of it', 'paragraph: body'],
      ['paragraph: title', 'paragraph:  of it', 'paragraph: body'],
    ],
  },
];

export const BLOCKS: readonly Scenario[] = [...CONVERSIONS, ...UNDONE, ...OTHERS];
