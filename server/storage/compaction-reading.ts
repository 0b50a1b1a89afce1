/**
 * What a document says, for lists and search, and what is written into one from a list: pure, synchronous, slow; runs
 * in the worker.
 */

import * as Y from 'yjs';
import { TITLE } from '../contract/document/names.ts';
import { toPlainText } from '../contract/document/plain-text.ts';
import { readDocument } from '../contract/document/read-document.ts';
import { SEARCH_TEXT_CHARACTERS_MAX, TITLE_CHARACTERS_MAX } from '../contract/limits.ts';
import { EMPTY_UPDATE } from '../contract/protocol.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { SHORT_LIVED } from './compaction-runs.ts';
import type { CompactionInput, Reading } from './compactor.ts';
import { imagesIn } from './image-names.ts';

/** A document that is not one of ours, or holds what the model does not know, has a title and no text. */
export function readingOf(document: Y.Doc, images: readonly string[]): Reading {
  return { title: shownTitle(document), text: shownText(document), images };
}

/** As `readingOf`, of stored bytes. Fails with a sentence when they cannot be loaded. */
export function readStored(input: CompactionInput): Result<Reading, string> {
  const bytes = [...input.tail.map((record) => record.bytes), input.snapshot?.bytes ?? EMPTY_UPDATE];
  return attempt(() => readingOf(load(input), imagesIn(bytes)));
}

/** The update that gives a document this title; null when it has it. */
export function retitleStored(input: CompactionInput, title: string): Result<Uint8Array | null, string> {
  return attempt(() => {
    const document = load(input);
    let update: Uint8Array | null = null;
    document.on('update', (bytes) => {
      update = bytes;
    });
    retitle(document, title);
    return update;
  });
}

/** All that a document says now, as the first update of another one; without what was deleted. */
export function copyStored(input: CompactionInput, title: string | null): Result<Uint8Array, string> {
  return attempt(() => {
    const document = load(input);
    if (title !== null) retitle(document, title);
    return Y.encodeStateAsUpdate(document);
  });
}

/** What both titles begin and end with stays, so that whoever writes another word of it at this moment keeps theirs. */
function retitle(document: Y.Doc, after: string): void {
  const text = document.getText(TITLE);
  const [old, wanted] = [[...text.toString()], [...after]];
  const shorter = Math.min(old.length, wanted.length);
  let head = 0;
  while (head < shorter && old[head] === wanted[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === wanted.at(-1 - tail)) tail += 1;
  const at = old.slice(0, head).join('').length;
  const removed = old.slice(head, old.length - tail).join('').length;
  const inserted = wanted.slice(head, wanted.length - tail).join('');
  document.transact(() => {
    if (removed > 0) text.delete(at, removed);
    if (inserted !== '') text.insert(at, inserted);
  });
}

/** The shared title, in one line, cut between characters; whatever else somebody stored under its name is no title. */
export function shownTitle(document: Y.Doc): string {
  try {
    const text = document
      .getText(TITLE)
      .toString()
      .slice(0, TITLE_CHARACTERS_MAX * 2);
    return [...text.replace(/\s+/g, ' ').trim()].slice(0, TITLE_CHARACTERS_MAX).join('');
  } catch {
    return '';
  }
}

function shownText(document: Y.Doc): string {
  try {
    return toPlainText(readDocument(document).tree).slice(0, SEARCH_TEXT_CHARACTERS_MAX);
  } catch {
    return '';
  }
}

function load({ snapshot, tail }: CompactionInput): Y.Doc {
  const document = new Y.Doc({ guid: SHORT_LIVED });
  Y.applyUpdate(document, snapshot?.bytes ?? EMPTY_UPDATE);
  for (const { bytes } of tail) Y.applyUpdate(document, bytes);
  return document;
}

function attempt<Value>(compute: () => Value): Result<Value, string> {
  try {
    return ok(compute());
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}
