/** A block is moved while somebody else types into it: the text follows the block. */

import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { leavingBlock, noteMove } from '../../../server/contract/document/moved-from.ts';
import { rescueMovedText } from '../../../server/contract/document/moves.ts';
import { BODY } from '../../../server/contract/document/names.ts';
import { insertTokens, type MarkerToken, NO_MARKS, readTokens } from '../../../server/contract/document/tokens.ts';

/** One person's copy of a document, edited as the binding edits: a marker before each block. */
class Writer {
  readonly doc = new Y.Doc();

  constructor(clientID: number, from?: Writer) {
    this.doc.clientID = clientID;
    if (from !== undefined) this.receives(from);
  }

  get body(): Y.Text {
    return this.doc.getText(BODY);
  }

  /** The text of each block. */
  get blocks(): string[] {
    const blocks: string[] = [];
    for (const token of readTokens(this.body)) {
      if (token.kind === 'marker') blocks.push('');
      else blocks.push(`${blocks.pop() ?? ''}${token.kind === 'text' ? token.text : ''}`);
    }
    return blocks;
  }

  writes(...blocks: string[]): this {
    for (const text of blocks) this.#insertBlock(this.body.length, { kind: 'marker', keys: {} }, text);
    return this;
  }

  /** Types at an offset of a block. */
  types(block: number, offset: number, text: string): void {
    this.body.insert(this.#startOf(block) + 1 + offset, text);
  }

  bolds(block: number, offset: number, length: number): void {
    this.body.format(this.#startOf(block) + 1 + offset, length, { bold: true });
  }

  /** Deletes a block and inserts it in front of another, as a drag or Mod+Alt+Up does. */
  moves(block: number, before: number): void {
    this.doc.transact(() => {
      const text = this.blocks[block] ?? '';
      const start = this.#startOf(block);
      const leaving = leavingBlock(this.#marker(block));
      const target = before < this.blocks.length ? this.#startOf(before) : this.body.length;
      this.#insertBlock(target, { kind: 'marker', keys: {} }, text);
      const moved = this.#marker(before);
      this.body.delete(target > start ? start : start + 1 + text.length, 1 + text.length);
      if (leaving) noteMove(moved, leaving);
    });
  }

  deletes(block: number): void {
    this.body.delete(this.#startOf(block), 1 + (this.blocks[block] ?? '').length);
  }

  receives(other: Writer): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(other.doc));
  }

  #insertBlock(index: number, marker: MarkerToken, text: string): void {
    insertTokens(this.body, index, [
      marker,
      ...(text === '' ? [] : [{ kind: 'text', text, marks: NO_MARKS } as const]),
    ]);
  }

  #startOf(block: number): number {
    return this.blocks.slice(0, block).reduce((sum, text) => sum + 1 + text.length, 0);
  }

  #marker(block: number): Y.Map<unknown> {
    const delta = this.body.toDelta() as { insert: unknown }[];
    return delta.filter(({ insert }) => insert instanceof Y.Map)[block]?.insert as Y.Map<unknown>;
  }
}

/** Ann and Bob with the same text; the server gets both sides' work and takes strays home. */
function world(...blocks: string[]) {
  const ann = new Writer(1).writes(...blocks);
  const bob = new Writer(2, ann);
  const serverMerges = () => {
    const server = new Writer(3, ann);
    server.receives(bob);
    const before = server.blocks;
    const moved = rescueMovedText(server.doc);
    return { before, moved, server };
  };
  return { ann, bob, serverMerges };
}

describe('text typed into a block while somebody moves it follows the block', () => {
  it.each([
    ['at its beginning', 0, '+alpha'],
    ['in the middle', 2, 'al+pha'],
    ['at its end', 5, 'alpha+'],
  ])('%s', (_where, offset, expected) => {
    const { ann, bob, serverMerges } = world('first', 'alpha', 'last');
    ann.moves(1, 3);
    bob.types(1, offset, '+');
    const { before, moved, server } = serverMerges();
    expect(before).toEqual(['first+', 'last', 'alpha']);
    expect(server.blocks).toEqual(['first', 'last', expected]);
    expect(moved).toBe(1);
  });

  it('upwards too', () => {
    const { ann, bob, serverMerges } = world('first', 'alpha', 'last');
    ann.moves(2, 0);
    bob.types(2, 2, '+');
    expect(serverMerges().server.blocks).toEqual(['la+st', 'first', 'alpha']);
  });

  it('in several places, in their order, with their marks', () => {
    const { ann, bob, serverMerges } = world('first', 'alpha', 'last');
    ann.moves(1, 3);
    bob.types(1, 5, '3');
    bob.types(1, 2, '2');
    bob.bolds(1, 2, 1);
    bob.types(1, 0, '1');
    const { server } = serverMerges();
    expect(server.blocks).toEqual(['first', 'last', '1al2pha3']);
    expect(readTokens(server.body)).toContainEqual({ kind: 'text', text: '2', marks: { bold: true } });
  });

  it('after several moves in a row', () => {
    const { ann, bob, serverMerges } = world('a', 'b', 'moved', 'c');
    ann.moves(2, 1);
    ann.moves(1, 0);
    bob.types(2, 5, '!');
    expect(serverMerges().server.blocks).toEqual(['moved!', 'a', 'b', 'c']);
  });

  it('when several blocks were moved together', () => {
    const { ann, bob, serverMerges } = world('a', 'one', 'two', 'z');
    ann.moves(1, 4);
    ann.moves(1, 4);
    bob.types(1, 3, '!');
    bob.types(2, 3, '?');
    expect(serverMerges().server.blocks).toEqual(['a', 'z', 'one!', 'two?']);
  });

  it('when the block was written and deleted in many pieces before', () => {
    const { ann, bob } = world('first', 'alpha', 'last');
    ann.types(1, 2, 'XYZ');
    ann.body.delete(9, 3);
    bob.receives(ann);
    ann.moves(1, 3);
    bob.types(1, 2, '+');
    const server = new Writer(3, ann);
    server.receives(bob);
    rescueMovedText(server.doc);
    expect(server.blocks).toEqual(['first', 'last', 'al+pha']);
  });

  it('also when it was compacted in between: ids outlive the garbage collector', () => {
    const { ann, bob } = world('first', 'alpha', 'last');
    ann.moves(1, 3);
    const compacted = new Writer(3);
    Y.applyUpdate(compacted.doc, Y.encodeStateAsUpdate(ann.doc));
    bob.types(1, 2, '+');
    const server = new Writer(4, compacted);
    server.receives(bob);
    rescueMovedText(server.doc);
    expect(server.blocks).toEqual(['first', 'last', 'al+pha']);
  });

  it('never splits a character', () => {
    const { ann, bob, serverMerges } = world('first', '👩‍💻', 'last');
    ann.moves(1, 3);
    bob.types(1, 5, '!');
    expect(serverMerges().server.blocks).toEqual(['first', 'last', '👩‍💻!']);
  });
});

describe('what stays where it is', () => {
  it('nothing moves a second time, and everybody agrees', () => {
    const { ann, bob, serverMerges } = world('first', 'alpha', 'last');
    ann.moves(1, 3);
    bob.types(1, 2, '+');
    const { server } = serverMerges();
    expect(rescueMovedText(server.doc)).toBe(0);
    for (const writer of [ann, bob]) writer.receives(server);
    expect(ann.blocks).toEqual(server.blocks);
    expect(bob.blocks).toEqual(server.blocks);
  });

  it('a document without moves', () => {
    const { bob, serverMerges } = world('first', 'alpha');
    bob.types(1, 2, '+');
    expect(serverMerges().moved).toBe(0);
  });

  it('text under a deleted block: it joins the block before', () => {
    const { ann, bob, serverMerges } = world('first', 'alpha', 'last');
    ann.deletes(1);
    bob.types(1, 2, '+');
    expect(serverMerges().server.blocks).toEqual(['first+', 'last']);
  });

  it.each([
    ['no list', 7],
    ['an id that was never here', [['9:9', []]]],
    ['nonsense', [['x', 'y'], [1], null]],
  ])('a marker whose origin is %s', (_what, origin) => {
    const writer = new Writer(1).writes('first');
    insertTokens(writer.body, writer.body.length, [{ kind: 'marker', keys: { 'x:from': origin as never } }]);
    expect(rescueMovedText(writer.doc)).toBe(0);
  });
});
