/** The fast paths of server/contract/document/writing/ against plain Yjs: `applyDelta` and `toDelta` are the judges. */

import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { deltaOfToken, readTokens, type Token, tokenLength } from '../../../server/contract/document/tokens.ts';
import { emptyHorizon, extendHorizon } from '../../../server/contract/document/writing/horizon.ts';
import { deferFormatCleanup } from '../../../server/contract/document/writing/items.ts';
import {
  readSegments,
  refreshSegments,
  type Segment,
  type Touched,
  touchedMarkers,
} from '../../../server/contract/document/writing/segments.ts';
import { type Op, type WriteStart, writeOps } from '../../../server/contract/document/writing/writing.ts';
import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';

const MARKS = [{}, {}, { bold: true }, { italic: true }, { bold: true, link: { href: 'https://a.example' } }];

function randomToken(random: SeededRandom): Token {
  const marks = random.pick(MARKS);
  const kind = random.below(10);
  if (kind === 0) return { kind: 'atom', type: 'mention', attrs: { id: 'ann' }, marks };
  if (kind < 3) return { kind: 'marker', keys: random.chance(0.5) ? {} : { type: 'heading' } };
  return { kind: 'text', text: random.pick(['a', 'bc', 'def', 'ghij']), marks };
}

/** Operations that fit into `room` units; `isMarker` says where a key may be changed. */
function randomOps(random: SeededRandom, tokens: readonly Token[]): Op[] {
  const ops: Op[] = [];
  const rest = tokens.flatMap((token) => Array.from({ length: tokenLength(token) }, () => token));
  for (let at = 0, count = 1 + random.below(5); count > 0; count--) {
    const length = Math.min(rest.length - at, 1 + random.below(6));
    const kind = random.below(5);
    if (kind === 0 || length === 0) ops.push({ kind: 'insert', token: randomToken(random) });
    else if (kind === 1) ops.push({ kind: 'delete', length });
    else if (kind === 2) ops.push({ kind: 'retain', length, formats: random.pick([{ bold: true }, { bold: null }]) });
    else if (kind === 3 && rest[at]?.kind === 'marker') ops.push({ kind: 'keys', changes: { type: 'codeBlock' } });
    else ops.push({ kind: 'retain', length });
    const last = ops.at(-1);
    if (last?.kind === 'keys') at += 1;
    else if (last?.kind !== 'insert') at += length;
  }
  return ops;
}

/** The same operations through the public API. */
function applyPlainly(text: Y.Text, index: number, ops: readonly Op[], inForceAt: (index: number) => object): void {
  let at = index;
  for (const op of ops) {
    if (op.kind === 'keys') {
      const marker = markerAt(text, at);
      for (const [key, value] of Object.entries(op.changes)) marker?.set(key, value);
      at += 1;
    } else if (op.kind === 'insert') {
      const delta = deltaOfToken(op.token);
      // A marker takes the formats it lands in: it is no text and must not cut a bold run in two.
      const attributes = op.token.kind === 'marker' ? inForceAt(at) : delta.attributes;
      text.applyDelta([{ retain: at }, { ...delta, attributes: { ...attributes } }], { sanitize: false });
      at += tokenLength(op.token);
    } else if (op.kind === 'delete') {
      text.applyDelta([{ retain: at }, { delete: op.length }], { sanitize: false });
    } else {
      const attributes = op.formats ? { attributes: { ...op.formats } } : {};
      text.applyDelta([{ retain: at }, { retain: op.length, ...attributes }], { sanitize: false });
      at += op.length;
    }
  }
}

function markerAt(text: Y.Text, index: number): Y.Map<unknown> | undefined {
  let at = 0;
  for (const { insert } of text.toDelta()) {
    if (at === index && insert instanceof Y.Map) return insert;
    at += typeof insert === 'string' ? insert.length : 1;
  }
  return undefined;
}

function plainContent(text: Y.Text) {
  return readTokens(text).map(({ ...token }) => ({ ...token, id: undefined }));
}

function segmentsWithoutFormats(segments: readonly Segment[]) {
  return segments.map(({ marker, keys, tokens }) => ({ marker, keys, tokens }));
}

interface Side {
  readonly doc: Y.Doc;
  readonly text: Y.Text;
}

function side(clientId: number): Side {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  return { doc, text: doc.getText('body') };
}

function randomStart(random: SeededRandom, segments: readonly Segment[]): WriteStart & { index: number } {
  const at = random.below(segments.length + 1);
  if (at === segments.length) return { marker: null, behind: false, index: 0 };
  const index = segments
    .slice(0, at)
    .reduce((sum, { marker, tokens }) => sum + (marker ? 1 : 0) + tokens.reduce((n, t) => n + tokenLength(t), 0), 0);
  const segment = segments[at] as Segment;
  if (!segment.marker) return { marker: null, behind: false, index: 0 };
  const behind = random.chance(0.5);
  return { marker: segment.marker, behind, formats: segment.formats, index: behind ? index + 1 : index };
}

describe('writing from a marker', () => {
  test('gives what applyDelta gives, for 400 random texts', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const random = seededRandom(seed);
      const fast = side(1);
      const plain = side(1);
      for (let round = 0; round < 12; round++) {
        const start = randomStart(random, readSegments(fast.text));
        const before = readTokens(fast.text);
        const behindStart = expand(before).slice(start.index);
        const ops = randomOps(random, behindStart);
        fast.doc.transact((transaction) => writeOps(transaction, fast.text, start, ops));
        plain.doc.transact(() => applyPlainly(plain.text, start.index, ops, (index) => formatsAt(plain.text, index)));
        expect(plainContent(fast.text), `seed ${seed} round ${round}`).toEqual(plainContent(plain.text));
      }
      const copy = side(9);
      Y.applyUpdate(copy.doc, Y.encodeStateAsUpdate(fast.doc));
      expect(plainContent(copy.text), `seed ${seed}`).toEqual(plainContent(fast.text));
    }
  });
});

function expand(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token) =>
    token.kind === 'text' ? [...token.text].map((text): Token => ({ ...token, text })) : [token],
  );
}

/** The formats in force directly behind the character before `index`. */
function formatsAt(text: Y.Text, index: number): object {
  const formats = new Map<string, unknown>();
  let at = 0;
  for (let item = text._start; item && at < index; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof Y.ContentFormat) {
      if (item.content.value === null) formats.delete(item.content.key);
      else formats.set(item.content.key, item.content.value);
    } else at += item.length;
  }
  return Object.fromEntries(formats);
}

describe('re-reading what a transaction touched', () => {
  test('gives what reading everything gives, for 300 random pairs of writers', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed);
      const ann = side(1);
      const bob = side(2);
      let segments = readSegments(ann.text);
      let touched: Touched = new Set();
      ann.doc.on('afterTransaction', (transaction) => touchedMarkers(ann.text, transaction, touched));
      for (let round = 0; round < 15; round++) {
        const writer = random.pick([ann, bob]);
        const start = randomStart(random, readSegments(writer.text));
        const ops = randomOps(random, expand(readTokens(writer.text)).slice(start.index));
        writer.doc.transact((transaction) => writeOps(transaction, writer.text, start, ops));
        if (random.chance(0.4)) Y.applyUpdate(bob.doc, Y.encodeStateAsUpdate(ann.doc, Y.encodeStateVector(bob.doc)));
        if (random.chance(0.4)) Y.applyUpdate(ann.doc, Y.encodeStateAsUpdate(bob.doc, Y.encodeStateVector(ann.doc)));
        if (random.chance(0.5)) continue;
        const before = segments;
        const change = refreshSegments(ann.text, segments, touched);
        segments = [...change.segments];
        touched = new Set();
        expect(segmentsWithoutFormats(segments), `seed ${seed} round ${round}`).toEqual(
          segmentsWithoutFormats(readSegments(ann.text)),
        );
        expect(segments.slice(0, change.from)).toEqual(before.slice(0, change.from));
        expect(segments.length - change.newTo).toBe(before.length - change.oldTo);
      }
    }
  });
});

describe('writing behind a horizon', () => {
  test('lands where the writer meant it, as if the hidden changes came later, for 300 random pairs', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed);
      const base = side(3);
      for (let i = 0; i < 4; i++) {
        const start = randomStart(random, readSegments(base.text));
        const ops = randomOps(random, expand(readTokens(base.text)).slice(start.index));
        base.doc.transact((transaction) => writeOps(transaction, base.text, start, ops));
      }
      // Ann has Bob's changes in her document but not in her view; Zoe writes the same before they arrive.
      const [ann, zoe, bob] = [side(1), side(1), side(2)];
      for (const copy of [ann, zoe, bob]) Y.applyUpdate(copy.doc, Y.encodeStateAsUpdate(base.doc));
      const view = readSegments(ann.text);
      const tokens = expand(readTokens(ann.text));
      let horizon = emptyHorizon();
      ann.doc.on('afterTransaction', (transaction) => {
        if (!transaction.local) horizon = extendHorizon(horizon, ann.text, transaction);
      });
      for (let i = 0; i < 3; i++) {
        const start = randomStart(random, readSegments(bob.text));
        const ops = randomOps(random, expand(readTokens(bob.text)).slice(start.index)).map(inCapitals);
        bob.doc.transact((transaction) => writeOps(transaction, bob.text, start, ops));
        Y.applyUpdate(ann.doc, Y.encodeStateAsUpdate(bob.doc, Y.encodeStateVector(ann.doc)));
      }
      let shown = tokens;
      for (let i = 0; i < 3; i++) {
        const start = randomStart(random, view.slice(0, 1));
        const ops = randomOps(random, shown.slice(start.index));
        const same = { ...start, marker: start.marker && sameMarker(zoe.text, start.marker) };
        ann.doc.transact((transaction) => writeOps(transaction, ann.text, start, ops, horizon));
        zoe.doc.transact((transaction) => writeOps(transaction, zoe.text, same, ops));
        shown = expand(readTokens(zoe.text));
        // A first marker that went is no place to start from any more.
        if (start.marker?._item?.deleted) break;
      }
      Y.applyUpdate(zoe.doc, Y.encodeStateAsUpdate(bob.doc));
      // Where both inserted at one place either may come first.
      const withoutBob = (text: Y.Text) => textOnly(text).replace(/[A-Z]/g, '');
      expect(withoutBob(ann.text), `seed ${seed}`).toEqual(withoutBob(zoe.text));
    }
  });
});

function inCapitals(op: Op): Op {
  return op.kind === 'insert' ? { kind: 'insert', token: { kind: 'text', text: 'BOB', marks: {} } } : op;
}

function sameMarker(text: Y.Text, marker: Y.Map<unknown>): Y.Map<unknown> | null {
  const id = marker._item?.id;
  for (let item = text._start; item; item = item.right) {
    if (id && Y.compareIDs(item.id, id) && item.content instanceof Y.ContentType) return item.content.type as never;
  }
  return null;
}

function textOnly(text: Y.Text): string {
  return readTokens(text)
    .map((token) => (token.kind === 'text' ? token.text : `<${token.kind}>`))
    .join('');
}

test('reading writes nothing: formats that arrive are left as they are, also in a text that nobody shows', () => {
  const [ann, bob, reader] = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
  const arrive = (from: Y.Doc, to: Y.Doc) => Y.applyUpdate(to, Y.encodeStateAsUpdate(from), 'network');
  ann.getText('cell').insert(0, 'milk');
  arrive(ann, bob);
  ann.getText('cell').format(0, 4, { bold: true });
  bob.getText('cell').format(0, 4, { bold: true });

  deferFormatCleanup(reader);
  reader.getText('cell');
  const written: unknown[] = [];
  reader.on('update', (_update, origin) => void (origin === 'network' || written.push(origin)));
  arrive(ann, reader);
  arrive(bob, reader);
  expect(reader.getText('cell').toDelta()).toEqual([{ insert: 'milk', attributes: { bold: true } }]);
  expect(written).toEqual([]);
});
