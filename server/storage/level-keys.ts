/**
 * How the log spells its keys. Nothing else in the server knows a key.
 *
 *   meta!<name>                what the store says about itself
 *   head!<id>                  where a document's log ends, when it changed, its title
 *   snap!<id>                  the garbage-collected state through some record
 *   note!<id>                  what a compaction noted beside it
 *   rec!<id>!<sequence>        one record
 *   seg!<id>!<sequence>        one run of history, by its first record
 *   aside!<id>!<sequence>      a record that could not be loaded
 *   gone!<id>                  the document was deleted for good; nothing else of it is left, and nothing comes again
 *
 * A document id never contains '!', which sorts before all of its characters, so that no document's range can reach
 * into another's. Sequences are decimal and of one width, so that the order of keys is the order of records.
 */

import type { Sequence } from './document-log.ts';

const SEQUENCE_DIGITS = 13;

/** Keys from `first` up to, and without, `end`. */
export interface KeyRange {
  readonly first: string;
  readonly end: string;
}

type Kind = 'head' | 'snap' | 'note' | 'gone' | 'rec' | 'seg' | 'aside';

export const FORMAT_KEY = 'meta!format';

/** There only where a backup was restored. */
export const RESTORED_KEY = 'meta!restored';

/** Everything there is, the store's own keys included. */
export const EVERY_KEY: KeyRange = { first: '', end: '~' };

export const EVERY_HEAD: KeyRange = rangeOf('head!');

/** Records of every document: what comes and goes. */
export const EVERY_RECORD: KeyRange = rangeOf('rec!');

/** The document a key belongs to; null for what the store says about itself. */
export function documentOfKey(key: string): string | null {
  const [kind, name = ''] = key.split('!', 2);
  return kind === 'meta' ? null : name;
}

export function headKey(id: string): string {
  return `head!${id}`;
}

export function snapshotKey(id: string): string {
  return `snap!${id}`;
}

export function noteKey(id: string): string {
  return `note!${id}`;
}

export function goneKey(id: string): string {
  return `gone!${id}`;
}

/** Where everything of one document lies but the word that it is gone. */
export function documentRanges(id: string): readonly KeyRange[] {
  const single = (key: string): KeyRange => ({ first: key, end: `${key}!` });
  const numbered = [recordRange(id), segmentRange(id), asideRange(id)];
  return [single(headKey(id)), single(snapshotKey(id)), single(noteKey(id)), ...numbered];
}

export function recordKey(id: string, sequence: Sequence): string {
  return `rec!${id}!${spell(sequence)}`;
}

export function segmentKey(id: string, from: Sequence): string {
  return `seg!${id}!${spell(from)}`;
}

export function asideKey(id: string, sequence: Sequence): string {
  return `aside!${id}!${spell(sequence)}`;
}

/** Records of one document, both ends inclusive. */
export function recordRange(id: string, from: Sequence = 0, through?: Sequence): KeyRange {
  const { end } = rangeOf(`rec!${id}!`);
  return { first: recordKey(id, from), end: through === undefined ? end : recordKey(id, through + 1) };
}

/** Reads which record of a document a key names; null when it is no record of it. */
export function recordKeyReader(id: string): (key: string) => Sequence | null {
  const prefix = `rec!${id}!`;
  return (key) => {
    if (key.length !== prefix.length + SEQUENCE_DIGITS || !key.startsWith(prefix)) return null;
    let sequence = 0;
    for (let at = prefix.length; at < key.length; at += 1) {
      const digit = key.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) return null;
      sequence = sequence * 10 + digit;
    }
    return sequence;
  };
}

/** Segments of one document, by their first records; both ends inclusive. */
export function segmentRange(id: string, through?: Sequence): KeyRange {
  const range = rangeOf(`seg!${id}!`);
  return through === undefined ? range : { ...range, end: segmentKey(id, through + 1) };
}

/** All records of one document that were set aside. */
export function asideRange(id: string): KeyRange {
  return rangeOf(`aside!${id}!`);
}

export type ParsedKey =
  | { readonly kind: 'meta'; readonly name: string }
  | { readonly kind: 'head' | 'snap' | 'note' | 'gone'; readonly id: string }
  | { readonly kind: 'rec' | 'seg' | 'aside'; readonly id: string; readonly sequence: Sequence };

/** What a key names; null when this log never wrote such a key. */
export function parseKey(key: string): ParsedKey | null {
  const [kind, id, sequence, ...rest] = key.split('!');
  if (kind === undefined || id === undefined || id === '' || rest.length > 0) return null;
  if (kind === 'meta' && sequence === undefined) return { kind, name: id };
  if (isSingle(kind) && sequence === undefined) return { kind, id };
  if (!isNumbered(kind) || sequence?.length !== SEQUENCE_DIGITS || !/^\d+$/.test(sequence)) return null;
  return { kind, id, sequence: Number(sequence) };
}

function isSingle(kind: string): kind is 'head' | 'snap' | 'note' | 'gone' {
  return kind === 'head' || kind === 'snap' || kind === 'note' || kind === 'gone';
}

function isNumbered(kind: string): kind is Exclude<Kind, 'head' | 'snap' | 'note' | 'gone'> {
  return kind === 'rec' || kind === 'seg' || kind === 'aside';
}

/** '"' is the character after '!'. */
function rangeOf(prefix: string): KeyRange {
  return { first: prefix, end: `${prefix.slice(0, -1)}"` };
}

function spell(sequence: Sequence): string {
  return sequence.toString().padStart(SEQUENCE_DIGITS, '0');
}
