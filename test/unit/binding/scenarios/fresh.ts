/** The first words of a document: made by the server, opened by its address alone, or written without a network. */

import { paragraph, pastes, type Scenario } from './scenario.ts';

type Start = readonly [name: string, start: NonNullable<Scenario['stored']>];

/** Seeded by the server; and by nobody yet, so that whoever writes first does it. */
const STARTS: readonly Start[] = [
  ['a fresh document', [{ kind: 'marker', keys: {} }]],
  ['a document that nobody has seeded', []],
];

export const FRESH: readonly Scenario[] = STARTS.flatMap(([name, stored]): Scenario[] => [
  {
    name: `types into ${name} | types into it too`,
    stored,
    ann: (ann) => void ann.types('ANN '),
    bob: (bob) => void bob.types('BOB '),
    sees: [['paragraph: ANN BOB '], ['paragraph: BOB ANN ']],
  },
  {
    name: `makes a heading of ${name} and types | types into it`,
    stored,
    ann: (ann) => {
      ann.editor.commands.setHeading({ level: 1 });
      ann.types('ANN ');
    },
    bob: (bob) => void bob.types('BOB '),
    sees: [['heading: ANN BOB '], ['heading: BOB ANN ']],
  },
  {
    name: `makes a list of ${name} and types | makes a list of it, too`,
    stored,
    ann: (ann) => {
      ann.editor.commands.toggleBulletList();
      ann.types('ANN ');
    },
    bob: (bob) => {
      if (!bob.sees()[0]?.startsWith('bulletList')) bob.editor.commands.toggleBulletList();
      bob.types('BOB ');
    },
    sees: [['bulletList/listItem/paragraph: ANN BOB '], ['bulletList/listItem/paragraph: BOB ANN ']],
  },
  {
    name: `writes two paragraphs into ${name} | writes two paragraphs into it`,
    stored,
    ann: (ann) => writesTwo(ann, 'ANN'),
    bob: (bob) => writesTwo(bob, 'BOB'),
    // Each one's first words stand before their second; all of them are there once.
    sees: [
      ['paragraph: ANN one', 'paragraph: ANN twoBOB one', 'paragraph: BOB two'],
      ['paragraph: BOB one', 'paragraph: BOB twoANN one', 'paragraph: ANN two'],
    ],
  },
  {
    name: `pastes into ${name} | types into it`,
    stored,
    ann: (ann) => pastes(ann, [paragraph('PASTED one'), paragraph('PASTED two')]),
    bob: (bob) => void bob.types('BOB'),
    sees: [
      ['paragraph: BOB', 'paragraph: PASTED one', 'paragraph: PASTED two'],
      ['paragraph: PASTED one', 'paragraph: PASTED two', 'paragraph: BOB'],
      ['paragraph: BOBPASTED one', 'paragraph: PASTED two'],
      ['paragraph: PASTED one', 'paragraph: PASTED twoBOB'],
    ],
  },
]);

function writesTwo(person: Parameters<Scenario['ann']>[0], name: string): void {
  person.types(`${name} one`).editor.commands.splitBlock();
  person.types(`${name} two`);
}
