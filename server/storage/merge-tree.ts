/**
 * Merging many updates in groups of a few, then the results: Yjs takes time that grows with the square of how many
 * updates it is given at once. Only for bytes that have passed the gate.
 */

const FAN_IN = 32;

export function mergeTree(updates: readonly Uint8Array[], merge: (group: Uint8Array[]) => Uint8Array): Uint8Array {
  let level = updates;
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let start = 0; start < level.length; start += FAN_IN) next.push(merge(level.slice(start, start + FAN_IN)));
    level = next;
  }
  const [merged] = level;
  if (merged === undefined) throw new Error('nothing to merge');
  return merged;
}
