/** Which stored images bytes of a document speak of, now or in its past: their names stand in updates as they are. */

const NAME = /[0-9a-f]{64}\.(?:png|jpeg|gif|webp|avif)/g;

/** Sorted, each once. A name that nobody meant as an image is no harm: it only keeps an image that long. */
export function imagesIn(parts: readonly Uint8Array[]): readonly string[] {
  const names = new Set<string>();
  for (const bytes of parts) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    for (const [name] of text.matchAll(NAME)) names.add(name);
  }
  return [...names].sort();
}
