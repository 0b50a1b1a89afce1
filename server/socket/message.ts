/** A WebSocket message as `ws` hands it over: its bytes, and how much of a turn of the loop it takes to look at it. */

import type { RawData } from 'ws';
import { FRAME_BYTES_A_TURN_MAX, FRAMES_A_TURN_MAX } from '../contract/limits.ts';

export interface Message {
  readonly raw: RawData;
  readonly isBinary: boolean;
}

/** In bytes; a frame takes its time however short it is. */
export function weightOf({ raw }: Message): number {
  const bytes = Array.isArray(raw) ? raw.reduce((sum, { length }) => sum + length, 0) : raw.byteLength;
  return Math.max(bytes, FRAME_BYTES_A_TURN_MAX / FRAMES_A_TURN_MAX);
}

export function bytesOf({ raw }: Message): Uint8Array {
  if (Array.isArray(raw)) return Buffer.concat(raw);
  return raw instanceof ArrayBuffer ? new Uint8Array(raw) : raw;
}
