/** What a replica was told and cannot show yet, because it builds on what has not come (Yjs keeps it aside). */

import { convertUpdateFormatV2ToV1, type Doc, mergeUpdatesV2 } from 'yjs';

/** @returns all of it as an update, or null when nothing waits. */
export function waitingIn({ store }: Doc): Uint8Array | null {
  const { pendingStructs, pendingDs } = store;
  const parts = [pendingStructs?.update, pendingDs].filter((part) => part instanceof Uint8Array);
  return parts.length === 0 ? null : convertUpdateFormatV2ToV1(mergeUpdatesV2(parts));
}

export function isSameUpdate(one: Uint8Array, other: Uint8Array | null): boolean {
  return one.length === other?.length && one.every((byte, at) => byte === other[at]);
}
