/**
 * An alignment as the writes that bring it about, from left to right. Pure.
 *
 * Keys are compared between the two versions of the view and never with what is stored, so that what a view could only
 * show differently is not written back.
 */

import { ATTRIBUTE_PREFIX, COLUMN_PREFIX, isContainerAttributeKey, KEY, ROW_PREFIX } from '../names.ts';
import type { InlineToken, MarkerKeys } from '../tokens.ts';
import { tokenLength } from '../tokens.ts';
import { type Json, jsonEqual } from '../tree.ts';
import type { Alignment, DiffBlock, Span } from './diff.ts';
import type { Op } from './writing.ts';

/** A block of the old version as it is stored. */
export interface StoredBlock extends DiffBlock {
  /** The keys of its marker; null for a paragraph that only the view has. */
  readonly stored: MarkerKeys | null;
  /** Whether characters may go on standing there without a marker. */
  readonly mayStayImplicit: boolean;
  /** Whether the view shows what is stored; not when newer changes wait to be shown. */
  readonly isCurrent: boolean;
  /** The characters with all their marks, those that cannot be shown too. */
  readonly storedTokens: () => readonly InlineToken[];
}

export interface Writes {
  readonly ops: readonly Op[];
  /** For each new block where its marker comes from: an old block, the next inserted marker, or nowhere. */
  readonly origins: ReadonlyArray<number | 'inserted' | 'none'>;
}

export function writesOf(old: readonly StoredBlock[], next: readonly DiffBlock[], alignment: Alignment): Writes {
  const writer = new OpWriter(old, next, alignment);
  while (!writer.isDone()) writer.step();
  return { ops: writer.ops, origins: writer.origins };
}

const MARKER = -1;

/** Walks both versions at once: removes what went, inserts what came, passes what stayed. */
class OpWriter {
  readonly ops: Op[] = [];
  readonly origins: Array<number | 'inserted' | 'none'> = [];
  readonly #old: readonly StoredBlock[];
  readonly #next: readonly DiffBlock[];
  readonly #pairs: readonly number[];
  readonly #spans: readonly Span[];
  readonly #pairedOld: ReadonlySet<number>;
  /** Blocks come, go or change: then those around them become what is seen, also where they could not be shown as stored. */
  #isRestructured = false;
  #span = 0;
  #oldBlock = 0;
  #oldOffset = MARKER;
  #nextBlock = 0;
  #nextOffset = MARKER;

  constructor(old: readonly StoredBlock[], next: readonly DiffBlock[], { pairs, spans }: Alignment) {
    this.#old = old;
    this.#next = next;
    this.#pairs = pairs;
    this.#spans = spans;
    this.#pairedOld = new Set(pairs);
    this.#isRestructured =
      old.length !== next.length ||
      next.some(({ keys }, j) => pairs[j] !== j || !jsonEqual(keys, old[j]?.keys)) ||
      // A marker that comes changes what follows it, too: an item that it begins is continued from now on.
      old.some(({ stored }, i) => !stored && this.#needsMarker(i, i));
  }

  isDone(): boolean {
    return this.#oldBlock >= this.#old.length && this.#nextBlock >= this.#next.length;
  }

  step(): void {
    if (this.#removeOld() || this.#insertNew()) return;
    if (this.#oldOffset === MARKER) this.#passMarker();
    else this.#passSpan();
  }

  /** One thing of the old version that has no place in the new one; or over the end of a block. */
  #removeOld(): boolean {
    const block = this.#old[this.#oldBlock];
    if (!block) return false;
    if (this.#oldOffset === MARKER) {
      if (this.#pairedOld.has(this.#oldBlock)) return false;
      if (block.stored) this.#push({ kind: 'delete', length: 1 });
      this.#oldOffset = 0;
      return true;
    }
    if (this.#oldOffset === block.text.length) {
      this.#oldBlock++;
      this.#oldOffset = MARKER;
      return true;
    }
    const place = this.#spans[this.#span]?.old;
    const end = place?.block === this.#oldBlock ? place.offset : block.text.length;
    if (end === this.#oldOffset) return false;
    this.#push({ kind: 'delete', length: end - this.#oldOffset });
    this.#oldOffset = end;
    return true;
  }

  #insertNew(): boolean {
    const block = this.#next[this.#nextBlock];
    if (!block) return false;
    if (this.#nextOffset === MARKER) {
      if (this.#pairs[this.#nextBlock] !== -1) return false;
      this.#push({ kind: 'insert', token: { kind: 'marker', keys: block.keys } });
      this.origins.push('inserted');
      this.#nextOffset = 0;
      return true;
    }
    if (this.#nextOffset === block.text.length) {
      this.#nextBlock++;
      this.#nextOffset = MARKER;
      return true;
    }
    const place = this.#spans[this.#span]?.new;
    const end = place?.block === this.#nextBlock ? place.offset : block.text.length;
    if (end === this.#nextOffset) return false;
    for (const token of slice(block.tokens, this.#nextOffset, end))
      this.#push({ kind: 'insert', token: wellFormed(token) });
    this.#nextOffset = end;
    return true;
  }

  #passMarker(): void {
    const [i, j] = [this.#oldBlock, this.#nextBlock];
    const old = this.#old[i] as StoredBlock;
    const next = this.#next[j] as DiffBlock;
    if (this.#pairs[j] !== i || this.#nextOffset !== MARKER) throw new Error('The pairs of an alignment cross.');
    if (!old.stored) {
      const needed = this.#needsMarker(i, j);
      if (needed) this.#push({ kind: 'insert', token: { kind: 'marker', keys: next.keys } });
      this.origins.push(needed ? 'inserted' : 'none');
    } else {
      const isAsSeen = this.#isRestructured && old.isCurrent;
      const changes = differences(isAsSeen ? asStored(old.keys, old.stored) : old.keys, next.keys);
      if (changes) this.#push({ kind: 'keys', changes });
      else this.#push({ kind: 'retain', length: 1 });
      this.origins.push(i);
    }
    this.#oldOffset = 0;
    this.#nextOffset = 0;
  }

  #needsMarker(i: number, j: number): boolean {
    const before = this.#old[i] as StoredBlock;
    const after = this.#next[j] as DiffBlock;
    if (this.#old.length !== this.#next.length || !jsonEqual(before.keys, after.keys)) return true;
    // It is shown as the first block of a container; what that container has leaves the marker of the next block.
    if (this.#isRestructured && before.isCurrent && Object.keys(after.keys).some(isContainerAttributeKey)) return true;
    // An empty one is there because of a neighbour; characters without a marker follow a leaf, or begin the text.
    if (!this.#isNeighbourKept(i - 1, j - 1) || (before.text === '' && !this.#isNeighbourKept(i + 1, j + 1)))
      return true;
    return before.text !== after.text && (!before.mayStayImplicit || after.text === '');
  }

  #isNeighbourKept(i: number, j: number): boolean {
    const [before, after] = [this.#old[i], this.#next[j]];
    if (!before || !after) return before === after;
    return this.#pairs[j] === i && jsonEqual(before.keys, after.keys);
  }

  #passSpan(): void {
    const span = this.#spans[this.#span];
    if (!span || span.new.block !== this.#nextBlock || span.new.offset !== this.#nextOffset) {
      throw new Error('The spans of an alignment cross.');
    }
    this.#span++;
    const [old, next] = [this.#old[this.#oldBlock] as StoredBlock, this.#next[this.#nextBlock] as DiffBlock];
    // In a block of another type marks may show that could not be shown before.
    const isAsSeen = old.isCurrent && old.keys[KEY.type] !== next.keys[KEY.type];
    const stored = isAsSeen ? old.storedTokens() : old.tokens;
    const before = slice(stored, span.old.offset, span.old.offset + span.length);
    const after = slice(next.tokens, span.new.offset, span.new.offset + span.length);
    for (const op of formatOps(before, after)) this.#push(op);
    this.#oldOffset += span.length;
    this.#nextOffset += span.length;
  }

  #push(op: Op): void {
    const last = this.ops.at(-1);
    if (last?.kind === 'delete' && op.kind === 'delete') {
      this.ops[this.ops.length - 1] = { kind: 'delete', length: last.length + op.length };
    } else if (last?.kind === 'retain' && op.kind === 'retain' && !last.formats && !op.formats) {
      this.ops[this.ops.length - 1] = { kind: 'retain', length: last.length + op.length };
    } else {
      this.ops.push(op);
    }
  }
}

/** What changes from one set of keys or marks to another, null for one that goes; undefined for nothing. */
export function differences(before: MarkerKeys, after: MarkerKeys): Record<string, Json> | undefined {
  const changes: Record<string, Json> = {};
  for (const key of Object.keys(before)) if (!(key in after)) changes[key] = null;
  for (const [key, value] of Object.entries(after)) if (!jsonEqual(before[key], value)) changes[key] = value;
  return Object.keys(changes).length > 0 ? changes : undefined;
}

/** The keys that say what a block looks like and where it is, as they are stored; the others as they were shown. */
function asStored(shown: MarkerKeys, stored: MarkerKeys): MarkerKeys {
  const others = Object.entries(shown).filter(([key]) => !saysLooks(key));
  const looks = Object.entries(stored).filter(([key]) => saysLooks(key));
  return Object.fromEntries([...others, ...looks]);
}

function saysLooks(key: string): boolean {
  return key === KEY.type || key === KEY.path || key.startsWith(ATTRIBUTE_PREFIX) || isContainerAttributeKey(key);
}

export function slice(tokens: readonly InlineToken[], from: number, to: number): InlineToken[] {
  const cut: InlineToken[] = [];
  let at = 0;
  for (const token of tokens) {
    const length = tokenLength(token);
    const [start, end] = [Math.max(from - at, 0), Math.min(to - at, length)];
    if (start < end) cut.push(token.kind === 'text' ? { ...token, text: token.text.slice(start, end) } : token);
    at += length;
    if (at >= to) break;
  }
  return cut;
}

/** Half a character cannot be sent: the others would see something else. */
function wellFormed(token: InlineToken): InlineToken {
  return token.kind === 'text' ? { ...token, text: token.text.replace(/\p{Surrogate}/gu, '\uFFFD') } : token;
}

/** Passes equal characters, changing the marks that differ. */
function formatOps(before: readonly InlineToken[], after: readonly InlineToken[]): Op[] {
  const ops: Op[] = [];
  let [i, j, usedBefore, usedAfter] = [0, 0, 0, 0];
  for (let a = before[i], b = after[j]; a && b; a = before[i], b = after[j]) {
    const length = Math.min(tokenLength(a) - usedBefore, tokenLength(b) - usedAfter);
    const formats = differences(a.marks, b.marks);
    ops.push(formats ? { kind: 'retain', length, formats } : { kind: 'retain', length });
    usedBefore += length;
    usedAfter += length;
    if (usedBefore === tokenLength(a)) [i, usedBefore] = [i + 1, 0];
    if (usedAfter === tokenLength(b)) [j, usedAfter] = [j + 1, 0];
  }
  return ops;
}

/** The tree says in which order rows and columns stand; by which keys they do is stored alone. */
export function withOrderAsStored(keys: MarkerKeys, stored: MarkerKeys): MarkerKeys {
  if (keys[KEY.tableId] === undefined) return keys;
  const isOrder = (key: string): boolean => key.startsWith(ROW_PREFIX) || key.startsWith(COLUMN_PREFIX);
  return Object.fromEntries(
    Object.entries(keys).map(([key, value]) => [key, isOrder(key) ? (stored[key] ?? value) : value]),
  );
}
