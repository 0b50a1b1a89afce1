/**
 * The strict check of an update before it is stored, relayed or applied: one pass over the bytes, no document.
 *
 * What passes is exactly what Yjs itself writes in its V1 format, so that everybody behind the gate - other versions,
 * merges, the compaction - reads the same from it. What does not pass changes nothing and reaches nobody.
 *
 *   update    = varUint clients, { varUint structs, varUint client, varUint clock, struct... }..., deletions
 *   struct    = 0, varUint length                                garbage-collected
 *             | 10, varUint length                               a hole that a merge left
 *             | info, [origin id], [right origin id], [parent, [key]], content
 *   deletions = varUint clients, { varUint client, varUint ranges, { varUint clock, varUint length }... }...
 */

import { checkJson } from '../contract/check-json.ts';
import { type EnforcedLimit, LimitError } from '../contract/limit-error.ts';
import {
  CLOCK_MAX,
  NESTING_MAX,
  UPDATE_CLIENTS_MAX,
  UPDATE_DELETIONS_MAX,
  UPDATE_STRUCTS_MAX,
} from '../contract/limits.ts';
import { StrictReader } from '../contract/strict-reader.ts';
import type { CheckedUpdate, ClockRange, ClockReference, UpdateRanges } from './update-ranges.ts';

/** The five low bits of a struct's first byte say what it contains. */
const CONTENT_BITS = 0b0001_1111;
const HAS_KEY = 0b0010_0000;
const HAS_RIGHT_ORIGIN = 0b0100_0000;
const HAS_ORIGIN = 0b1000_0000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const GARBAGE = 0;
const HOLE = 10;

/** Shared types with a name of their own: XML elements and hooks. */
const NAMED_TYPES: ReadonlySet<number> = new Set([3, 5]);
const TYPE_MAX = 6;

interface Caps {
  readonly clients: number;
  readonly structs: number;
  readonly deletions: number;
}

const CAPS: Caps = { clients: UPDATE_CLIENTS_MAX, structs: UPDATE_STRUCTS_MAX, deletions: UPDATE_DELETIONS_MAX };
const NO_CAPS: Caps = { clients: Infinity, structs: Infinity, deletions: Infinity };

/** @throws Error that says what is wrong, when the bytes are not exactly one V1 update as Yjs writes it. */
export function checkUpdate(bytes: Uint8Array): CheckedUpdate {
  const references = new References();
  const deletions: ClockRange[] = [];
  const ranges = readUpdate(bytes, CAPS, references, deletions);
  return { bytes, ranges, deletions, references: references.farthest() };
}

/**
 * What an update covers that passed the check, or that our own compaction wrote: a whole document may be larger than
 * what one person may send at once.
 *
 * @throws Error when the bytes are no update.
 */
export function rangesOfUpdate(bytes: Uint8Array): UpdateRanges {
  const deletions: ClockRange[] = [];
  return { ranges: readUpdate(bytes, NO_CAPS, null, deletions), deletions };
}

/** Only what it brings: a long document has deletions by the ten thousand, which are some megabytes as objects. */
export function structRangesOfUpdate(bytes: Uint8Array): readonly ClockRange[] {
  return readUpdate(bytes, NO_CAPS, null, null);
}

/** Which structs of other clients an update builds on. Most build on none, or on one. */
class References {
  #clockByClient: Map<number, number> | null = null;

  add(client: number, clock: number): void {
    this.#clockByClient ??= new Map();
    if (clock > (this.#clockByClient.get(client) ?? -1)) this.#clockByClient.set(client, clock);
  }

  farthest(): readonly ClockReference[] {
    if (this.#clockByClient === null) return NO_REFERENCES;
    return Array.from(this.#clockByClient, ([client, clock]) => ({ client, clock }));
  }
}

const NO_REFERENCES: readonly ClockReference[] = [];

/** @param deletions where to note them; null when nobody asks. */
function readUpdate(
  bytes: Uint8Array,
  caps: Caps,
  references: References | null,
  deletions: ClockRange[] | null,
): ClockRange[] {
  const reader = new StrictReader(bytes);
  const ranges = readStructs(reader, caps, references);
  readDeletions(reader, caps, deletions);
  reader.end();
  return ranges;
}

/** @throws Error when the bytes are not exactly one state vector as Yjs writes it. */
export function checkStateVector(bytes: Uint8Array): void {
  const reader = new StrictReader(bytes);
  const entries = bounded(reader.varUint(), UPDATE_CLIENTS_MAX, 'clients', 'UPDATE_CLIENTS_MAX');
  for (let n = 0; n < entries; n += 1) skipId(reader);
  reader.end();
}

function readStructs(reader: StrictReader, caps: Caps, references: References | null): ClockRange[] {
  const ranges: ClockRange[] = [];
  const clients = bounded(reader.varUint(), caps.clients, 'clients', 'UPDATE_CLIENTS_MAX');
  let lastClient = Number.POSITIVE_INFINITY;
  let structsLeft = caps.structs;
  for (let n = 0; n < clients; n += 1) {
    const structs = bounded(reader.varUint(), structsLeft, 'structs', 'UPDATE_STRUCTS_MAX');
    structsLeft -= structs;
    const client = reader.varUint();
    // Yjs writes higher clients first; `mergeUpdates` loops for ever over an update that does not (yjs #687).
    if (client >= lastClient) throw new Error('clients out of order');
    lastClient = client;
    readStructsOfClient(reader, { client, structs, references }, ranges);
  }
  return ranges;
}

interface Stretch {
  readonly client: number;
  readonly structs: number;
  readonly references: References | null;
}

function readStructsOfClient(reader: StrictReader, stretch: Stretch, ranges: ClockRange[]): void {
  const { client, structs } = stretch;
  if (structs === 0) throw new Error('a client without structs');
  let clock = reader.varUint();
  let from = clock;
  for (let n = 0; n < structs; n += 1) {
    const info = reader.byte();
    const length = span(
      clock,
      info === GARBAGE || info === HOLE ? reader.varUint() : readItem(reader, info, stretch, clock),
    );
    if (info === HOLE) {
      if (clock > from) ranges.push({ client, from, to: clock });
      from = clock + length;
    }
    clock += length;
  }
  if (clock > from) ranges.push({ client, from, to: clock });
}

/** @returns how many clocks the item covers. */
function readItem(reader: StrictReader, info: number, stretch: Stretch, clock: number): number {
  if ((info & HAS_ORIGIN) !== 0) readEarlierId(reader, stretch, clock);
  if ((info & HAS_RIGHT_ORIGIN) !== 0) readEarlierId(reader, stretch, clock);
  if ((info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) === 0) readParent(reader, (info & HAS_KEY) !== 0, stretch, clock);
  return readContent(reader, info & CONTENT_BITS);
}

function readParent(reader: StrictReader, hasKey: boolean, stretch: Stretch, clock: number): void {
  switch (reader.varUint()) {
    case 0:
      readEarlierId(reader, stretch, clock);
      break;
    case 1:
      reader.skipVarString();
      break;
    default:
      throw new Error('an unknown kind of parent');
  }
  if (hasKey) reader.skipVarString();
}

function readContent(reader: StrictReader, kind: number): number {
  switch (kind) {
    case 1:
      return reader.varUint();
    case 2:
      return repeat(reader, () => readJson(reader));
    case 3:
      reader.varBytes();
      return 1;
    case 4:
      return reader.skipVarString();
    case 5:
      readJson(reader);
      return 1;
    case 6:
      reader.skipVarString();
      readJson(reader);
      return 1;
    case 7:
      readType(reader);
      return 1;
    case 8:
      return repeat(reader, () => readAny(reader, 0));
    case 9:
      throw new Error('a document inside a document');
    default:
      throw new Error('an unknown kind of content');
  }
}

function readType(reader: StrictReader): void {
  const type = reader.varUint();
  if (type > TYPE_MAX) throw new Error('an unknown kind of shared type');
  if (NAMED_TYPES.has(type)) reader.skipVarString();
}

function repeat(reader: StrictReader, read: () => void): number {
  const count = bounded(reader.varUint(), reader.bytesLeft, 'values');
  for (let n = 0; n < count; n += 1) read();
  return count;
}

/** Yjs spells an absent value of an array as the word `undefined`. */
function readJson(reader: StrictReader): void {
  const json = reader.varString();
  if (json === 'undefined') return;
  // Deep nesting ends the stack of whoever walks the value, JSON.parse among them: it is counted first.
  if (isDeeper(json, NESTING_MAX)) throw new LimitError('NESTING_MAX', 'values nested too deeply');
  checkJson(json);
}

/** Brackets inside strings are text: a formula may have as many as it likes. */
function isDeeper(json: string, max: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) isInString = !isInString;
    else if (isInString) at += Number(code === BACKSLASH);
    else if (code === 0x5b || code === 0x7b) depth += 1;
    else if (code === 0x5d || code === 0x7d) depth -= 1;
    if (depth > max) return true;
  }
  return false;
}

/** A value in lib0's `any` encoding. */
function readAny(reader: StrictReader, depth: number): void {
  if (depth > NESTING_MAX) throw new LimitError('NESTING_MAX', 'values nested too deeply');
  const kind = reader.byte();
  switch (kind) {
    case 127: // undefined
    case 126: // null
    case 121: // false
    case 120: // true
      break;
    case 125:
      reader.skipVarInt();
      break;
    case 124: // a 32-bit float
      reader.skip(4);
      break;
    case 123: // a 64-bit float
    case 122: // a 64-bit integer
      reader.skip(8);
      break;
    case 119:
      reader.skipVarString();
      break;
    case 118:
      repeat(reader, () => {
        reader.skipVarString();
        readAny(reader, depth + 1);
      });
      break;
    case 117:
      repeat(reader, () => readAny(reader, depth + 1));
      break;
    case 116:
      reader.varBytes();
      break;
    default:
      throw new Error('an unknown kind of value');
  }
}

function readDeletions(reader: StrictReader, caps: Caps, deletions: ClockRange[] | null): void {
  const clients = bounded(reader.varUint(), caps.clients, 'clients with deletions', 'UPDATE_CLIENTS_MAX');
  let rangesLeft = caps.deletions;
  for (let n = 0; n < clients; n += 1) {
    const client = reader.varUint();
    const ranges = bounded(reader.varUint(), rangesLeft, 'deletions', 'UPDATE_DELETIONS_MAX');
    rangesLeft -= ranges;
    for (let range = 0; range < ranges; range += 1) {
      const from = reader.varUint();
      const to = from + span(from, reader.varUint());
      deletions?.push({ client, from, to });
    }
  }
}

function skipId(reader: StrictReader): void {
  reader.varUint();
  reader.varUint();
}

/** Nobody can refer to what they have yet to write; a document that holds such an item cannot be loaded. */
function readEarlierId(reader: StrictReader, { client, references }: Stretch, clock: number): void {
  const otherClient = reader.varUint();
  const otherClock = reader.varUint();
  if (otherClient !== client) references?.add(otherClient, otherClock);
  else if (otherClock >= clock) throw new Error('an item that refers to a later one');
}

/** @returns `length` when the clocks from `clock` on are some and possible. */
function span(clock: number, length: number): number {
  if (length === 0) throw new Error('a struct or deletion that covers nothing');
  if (clock + length > CLOCK_MAX) throw new LimitError('CLOCK_MAX', 'a clock out of range');
  return length;
}

function bounded(count: number, max: number, what: string, limit?: EnforcedLimit): number {
  if (count > max)
    throw limit === undefined ? new Error(`too many ${what}`) : new LimitError(limit, `too many ${what}`);
  return count;
}
