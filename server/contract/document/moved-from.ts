/**
 * Where a moved block came from, as its marker says it. Moving is deleting in one place and inserting in another, so
 * every character gets a new id; this is the table of the old ids and the new ones.
 *
 *   x:from = [[marker, [client, clock, length, ...], [client, clock, length, ...], next marker], ...]
 *
 * One entry for each earlier place, the latest first: the marker that died there, the ids of what was copied from behind
 * it, in their order; the ids of the copies, in the same order; and the marker behind the block at that time, null for
 * the end of the text. Ids outlive garbage collection; offsets would not, because deleted characters count no more.
 */

import * as Y from 'yjs';
import { MOVE_ORIGINS_MAX, MOVE_RUNS_MAX } from '../limits.ts';
import { MOVED_FROM } from './names.ts';
import type { Json } from './tree.ts';

/** Ids with consecutive clocks. */
export interface Run {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** One earlier place of a block. */
export interface Move {
  /** The marker that died there. */
  readonly marker: Y.ID;
  /** What was copied, and the copies: equally long. */
  readonly from: readonly Run[];
  readonly to: readonly Run[];
  /** The marker behind the block; null for the end of the text. */
  readonly end: Y.ID | null;
}

/** A block that is about to be deleted. */
export interface Leaving {
  readonly marker: Y.ID;
  readonly from: readonly Run[];
  readonly end: Y.ID | null;
  readonly earlier: readonly Move[];
}

/**
 * To be asked before a block is deleted, in case it comes back elsewhere.
 *
 * @param isCopied whether an item is part of what whoever moves the block sees; default: all that lives.
 */
export function leavingBlock(marker: Y.Map<unknown>, isCopied: (item: Y.Item) => boolean = isLiving): Leaving | null {
  const item = marker._item;
  if (item === null) return null;
  const { runs, end } = contentBehind(item, isCopied);
  return { marker: item.id, from: runs, end: end?.id ?? null, earlier: movesOf(marker) };
}

/** Notes on the marker of a block where it came from, in the transaction that inserted it with the same characters. */
export function noteMove(marker: Y.Map<unknown>, { marker: dead, from, end, earlier }: Leaving): void {
  if (marker._item === null) return;
  const { runs: to } = contentBehind(marker._item, isLiving);
  // Characters that stayed where they are were not moved.
  const isKept = to.some((run) => lastIndexIn(from, run, run.length) !== undefined);
  if (isKept || lengthOf(to) !== lengthOf(from)) return;
  const isShort = from.length <= MOVE_RUNS_MAX && to.length <= MOVE_RUNS_MAX;
  writeMoves(marker, [{ marker: dead, from: isShort ? from : [], to: isShort ? to : [], end }, ...earlier]);
}

export function writeMoves(marker: Y.Map<unknown>, moves: readonly Move[]): void {
  marker.set(MOVED_FROM, moves.slice(0, MOVE_ORIGINS_MAX).map(jsonOf));
}

/** What a marker says about its origin. */
export function movesOf(marker: Y.Map<unknown>): Move[] {
  return readMoves(marker.get(MOVED_FROM));
}

/** Total: whatever else somebody stored under the key says nothing. */
export function readMoves(value: unknown): Move[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOVE_ORIGINS_MAX).flatMap((entry: unknown) => readMove(entry) ?? []);
}

// -------------------------------------------------------------------------------------------------------------- runs

export function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { length }) => sum + length, 0);
}

/** Where in the runs the last id of a range stands; undefined when none of it does. */
export function lastIndexIn(runs: readonly Run[], { client, clock }: Y.ID, length: number): number | undefined {
  let before = 0;
  let found: number | undefined;
  for (const run of runs) {
    const end = Math.min(clock + length, run.clock + run.length);
    if (run.client === client && end > Math.max(clock, run.clock)) found = before + end - run.clock - 1;
    before += run.length;
  }
  return found;
}

/** The id at an index of the runs. */
export function idAt(runs: readonly Run[], index: number): Y.ID | undefined {
  let rest = index;
  for (const { client, clock, length } of runs) {
    if (rest < length) return rest < 0 ? undefined : Y.createID(client, clock + rest);
    rest -= length;
  }
  return undefined;
}

/** Some runs with another in the midst of them. */
export function withRun(runs: readonly Run[], index: number, run: Run): Run[] {
  const all: Run[] = [];
  let before = 0;
  for (const one of runs) {
    const cut = Math.min(Math.max(index - before, 0), one.length);
    if (before <= index && index < before + one.length) {
      push(all, { ...one, length: cut });
      push(all, run);
      push(all, { ...one, clock: one.clock + cut, length: one.length - cut });
    } else {
      push(all, one);
    }
    before += one.length;
  }
  if (index >= before) push(all, run);
  return all;
}

function push(runs: Run[], { client, clock, length }: Run): void {
  const last = runs.at(-1);
  if (length === 0) return;
  if (last && last.client === client && last.clock + last.length === clock) {
    runs[runs.length - 1] = { ...last, length: last.length + length };
  } else {
    runs.push({ client, clock, length });
  }
}

// ------------------------------------------------------------------------------------------------------------- items

export function markerOf({ content }: Y.Item): Y.Map<unknown> | undefined {
  return content instanceof Y.ContentType && content.type instanceof Y.Map ? content.type : undefined;
}

export function isLiving({ deleted }: Y.Item): boolean {
  return !deleted;
}

/** The characters and atoms behind a marker, and the marker behind those. */
function contentBehind(marker: Y.Item, isCopied: (item: Y.Item) => boolean) {
  const runs: Run[] = [];
  let item = marker.right;
  for (; item !== null && !(isCopied(item) && markerOf(item)); item = item.right) {
    if (item.countable && isCopied(item)) push(runs, { ...item.id, length: item.length });
  }
  return { runs, end: item };
}

// -------------------------------------------------------------------------------------------------------------- JSON

function jsonOf({ marker, from, to, end }: Move): Json {
  return [nameOf(marker), flat(from), flat(to), end && nameOf(end)];
}

function nameOf({ client, clock }: Y.ID): string {
  return `${client}:${clock}`;
}

function flat(runs: readonly Run[]): number[] {
  return runs.flatMap(({ client, clock, length }) => [client, clock, length]);
}

function readMove(entry: unknown): Move | undefined {
  if (!Array.isArray(entry)) return undefined;
  const [name, flatFrom, flatTo, endName] = entry as readonly unknown[];
  const marker = readName(name);
  const [from, to] = [readRuns(flatFrom), readRuns(flatTo)];
  const end = endName === null ? null : readName(endName);
  if (!marker || !from || !to || end === undefined || lengthOf(from) !== lengthOf(to)) return undefined;
  return { marker, from, to, end };
}

function readName(name: unknown): Y.ID | undefined {
  const [, client, clock] = /^(\d{1,16}):(\d{1,16})$/.exec(String(name)) ?? [];
  return client === undefined ? undefined : Y.createID(Number(client), Number(clock));
}

function readRuns(value: unknown): Run[] | undefined {
  const isCount = (number: unknown): number is number => Number.isSafeInteger(number) && (number as number) >= 0;
  if (!Array.isArray(value) || value.length % 3 !== 0 || !value.every(isCount)) return undefined;
  const runs: Run[] = [];
  for (let at = 0; at < value.length; at += 3) {
    const [client = 0, clock = 0, length = 0] = value.slice(at, at + 3);
    push(runs, { client, clock, length });
  }
  return runs;
}
