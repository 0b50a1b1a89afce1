/**
 * A flat text as a row of blocks: each marker with the characters up to the next one. Characters before the first
 * marker are a block without a marker.
 */

import { type InlineToken, type MarkerToken, type Token, tokenLength } from './tokens.ts';

export interface FlatBlock {
  readonly marker: MarkerToken | null;
  /** Index of the marker, or of the first character where there is none. */
  readonly index: number;
  /** Range of the characters. */
  readonly from: number;
  readonly to: number;
  readonly inline: readonly InlineToken[];
}

/** The blocks of a run of tokens whose first token has the given index. */
export function flatBlocks(tokens: readonly Token[], start = 0): FlatBlock[] {
  const blocks: FlatBlock[] = [];
  let index = start;
  let marker: MarkerToken | null = null;
  let markerIndex = start;
  let inline: InlineToken[] = [];
  const finish = (): void => {
    if (!marker && inline.length === 0) return;
    blocks.push({ marker, index: markerIndex, from: marker ? markerIndex + 1 : markerIndex, to: index, inline });
  };
  for (const token of tokens) {
    if (token.kind === 'marker') {
      finish();
      marker = token;
      markerIndex = index;
      inline = [];
    } else {
      inline.push(token);
    }
    index += tokenLength(token);
  }
  finish();
  return blocks;
}
