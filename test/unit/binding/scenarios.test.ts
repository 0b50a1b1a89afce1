/**
 * Two people change one place at once, and nothing is lost, doubled or misplaced: every row of scenarios.ts, whoever
 * acts first, whoever has the smaller client id, in flight or offline.
 */

import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { flatten } from '../../../server/contract/document/flatten.ts';
import { BODY } from '../../../server/contract/document/names.ts';
import { insertTokens } from '../../../server/contract/document/tokens.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { Person } from '../../support/people.ts';
import { type Act, SCENARIOS, type Scenario, THREE } from './scenarios.ts';

function startOf(content: readonly TreeNode[]): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = 99;
  insertTokens(doc.getText(BODY), 0, flatten(content).tokens);
  return Y.encodeStateAsUpdate(doc);
}

const people: Person[] = [];

function meet(content: readonly TreeNode[], annId: number, bobId: number): [Person, Person] {
  const start = startOf(content);
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
  for (const person of [ann, bob]) person.looks();
  expect(ann.editor.getJSON()).toEqual(bob.editor.getJSON());
  expect(wanted).toContainEqual(ann.sees());
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
        const [ann, bob] = meet(scenario.start ?? THREE, annId, bobId);
        course(ann, scenario.ann, bob, scenario.bob);
        expectSame(scenario, ann, bob);
      });
      test(`${name}, Bob first, client ids ${annId} and ${bobId}`, () => {
        const [ann, bob] = meet(scenario.start ?? THREE, annId, bobId);
        course(bob, scenario.bob, ann, scenario.ann);
        expectSame(scenario, ann, bob);
      });
    }
  }
});
