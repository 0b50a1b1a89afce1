/**
 * Two versions of a text -> the places where they differ, in the order of the text. Pure, and bounded: what differs too
 * much is one text that became another, and of very many changes the first ones are told.
 */

import type { Node } from '@tiptap/pm/model';
import { MARKS_MAX, type Mark, type NameOf, type Place, startOf } from './change-places.ts';
import type { Effort } from './edit-script.ts';
import { changesBetweenRows } from './row-changes.ts';
import { changesBetweenTables } from './table-changes.ts';
import { blocksIn } from './version-blocks.ts';

export interface Changes {
  readonly places: readonly Place[];
  /** How many there are, with those that are not told. */
  readonly count: number;
  /** Whether all of them are told, and each as closely as it can be. */
  readonly isWhole: boolean;
  /** Whether any character was taken out or put in. */
  readonly isText: boolean;
  /** Whether the versions are equal in everything. */
  readonly isEqual: boolean;
}

/** Pieces and characters looked at in one comparison, of each what it costs: some tenths of a second. */
const STEPS_MAX = 20_000_000;

/** @param next and `old` of one schema. */
export function changesBetween(old: Node, next: Node, nameOf: NameOf): Changes {
  const effort: Effort = { left: STEPS_MAX };
  const found: { place: Place; at: number }[] = [];
  let isWhole = true;
  const compare = (before: Node, after: Node, start: number): void => {
    const rows = { old: blocksIn(before, 0), next: blocksIn(after, start), start, nameOf, effort };
    const changes = changesBetweenRows(rows);
    isWhole &&= changes.isWhole;
    note(changes.places);
    for (const [one, other] of changes.tables) {
      const tables = { old: one.node, next: other.node, position: other.position, nameOf, effort };
      const { places, cells } = changesBetweenTables(tables);
      note(places);
      for (const cell of cells) if (!cell.old.eq(cell.next)) compare(cell.old, cell.next, cell.start);
    }
  };
  const note = (places: readonly Place[]): void => {
    for (const place of places) found.push({ place, at: Math.min(...place.marks.map(startOf)) });
  };
  compare(old, next, 0);
  const all = found.sort((one, other) => one.at - other.at).map(({ place }) => place);
  const places = withinMarks(all);
  return {
    places,
    count: all.length,
    isWhole: isWhole && places.length === all.length && places.at(-1) === all.at(-1),
    isText: all.some(({ removed, added }) => removed !== '' || added !== ''),
    isEqual: old.eq(next),
  };
}

/** The first of them; the last one of these perhaps not to its end. */
function withinMarks(all: readonly Place[]): Place[] {
  const places: Place[] = [];
  let left = MARKS_MAX;
  for (const place of all) {
    if (left <= 0) break;
    const marks: readonly Mark[] = place.marks.slice(0, left);
    places.push(marks.length === place.marks.length ? place : { ...place, marks });
    left -= place.marks.length;
  }
  return places;
}
