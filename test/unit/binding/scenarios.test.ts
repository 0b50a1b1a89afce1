/**
 * Two people change one place at once, and nothing is lost, doubled or misplaced: every row of scenarios/, whoever
 * acts first, whoever has the smaller client id, in flight or offline.
 */

import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { flattenDocument } from '../../../server/contract/document/flatten.ts';
import { rescueMovedText } from '../../../server/contract/document/moves.ts';
import { BODY } from '../../../server/contract/document/names.ts';
import { withRegularTables } from '../../../server/contract/document/regular-tables.ts';
import { insertTokens } from '../../../server/contract/document/tokens.ts';
import { Person } from '../../support/people.ts';
import { BLOCKS } from './scenarios/blocks.ts';
import { FRESH } from './scenarios/fresh.ts';
import { INLINE } from './scenarios/inline.ts';
import { MOVES } from './scenarios/moves.ts';
import { type Act, type Scenario, THREE } from './scenarios/scenario.ts';
import { TABLES } from './scenarios/tables.ts';

const SCENARIOS: readonly Scenario[] = [...BLOCKS, ...MOVES, ...INLINE, ...TABLES, ...FRESH];

function startOf({ start = THREE, stored }: Scenario): Uint8Array {
  let id = 0;
  const { tokens, cells } = flattenDocument(withRegularTables({ type: 'doc', content: start }, () => `id${id++}`));
  const doc = new Y.Doc();
  doc.clientID = 99;
  insertTokens(doc.getText(BODY), 0, stored ?? tokens);
  for (const [name, cell] of cells) insertTokens(doc.getText(name), 0, cell);
  return Y.encodeStateAsUpdate(doc);
}

const people: Person[] = [];

function meet(scenario: Scenario, annId: number, bobId: number): [Person, Person] {
  const start = startOf(scenario);
  const pair: [Person, Person] = [new Person('ann', annId, start), new Person('bob', bobId, start)];
  for (const person of pair) person.outbox.length = 0;
  people.push(...pair);
  return pair;
}

afterEach(() => {
  for (const person of people.splice(0)) person.leaves();
});

function deliver(from: Person, to: Person): void {
  for (const update of from.outbox.splice(0)) to.receive(update);
}

function reconnect(one: Person, other: Person): void {
  const [missingThere, missingHere] = [
    Y.encodeStateAsUpdate(one.doc, Y.encodeStateVector(other.doc)),
    Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(one.doc)),
  ];
  other.receive(missingThere);
  one.receive(missingHere);
}

/** What the server does soon after a move. */
function takesHome(...everybody: Person[]): void {
  const server = new Y.Doc();
  for (const { doc } of everybody) Y.applyUpdate(server, Y.encodeStateAsUpdate(doc));
  if (rescueMovedText(server) === 0) return;
  for (const person of everybody) person.receive(Y.encodeStateAsUpdate(server));
}

type Course = (first: Person, firstActs: Act, second: Person, secondActs: Act) => void;

const COURSES: Readonly<Record<string, Course>> = {
  'in flight': (first, firstActs, second, secondActs) => {
    firstActs(first);
    // It has arrived, but the screen does not show it yet.
    deliver(first, second);
    secondActs(second);
    deliver(second, first);
  },
  'one offline': (first, firstActs, second, secondActs) => {
    firstActs(first);
    secondActs(second);
    deliver(second, first);
    first.looks();
    reconnect(first, second);
  },
  'both offline': (first, firstActs, second, secondActs) => {
    firstActs(first);
    secondActs(second);
    reconnect(first, second);
  },
};

function expectSame(scenario: Scenario, ann: Person, bob: Person): void {
  const wanted = (Array.isArray(scenario.sees[0]) ? scenario.sees : [scenario.sees]) as ReadonlyArray<
    readonly string[]
  >;
  takesHome(ann, bob);
  for (const person of [ann, bob]) person.looks();
  expect(ann.editor.getJSON()).toEqual(bob.editor.getJSON());
  expect(wanted).toContainEqual(ann.sees());
  if (scenario.shows) for (const person of [ann, bob]) expect(scenario.shows(person)).toEqual(scenario.has);
  ann.editor.state.doc.check();
  expect([ann.binding.repairs, bob.binding.repairs]).toEqual([0, 0]);
}

describe.each(SCENARIOS)('Ann $name', (scenario) => {
  for (const [name, course] of Object.entries(COURSES)) {
    for (const [annId, bobId] of [
      [1, 2],
      [2, 1],
    ] as const) {
      test(`${name}, Ann first, client ids ${annId} and ${bobId}`, () => {
        const [ann, bob] = meet(scenario, annId, bobId);
        course(ann, scenario.ann, bob, scenario.bob);
        expectSame(scenario, ann, bob);
      });
      test(`${name}, Bob first, client ids ${annId} and ${bobId}`, () => {
        const [ann, bob] = meet(scenario, annId, bobId);
        course(bob, scenario.bob, ann, scenario.ann);
        expectSame(scenario, ann, bob);
      });
    }
  }
});
