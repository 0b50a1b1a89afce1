/** Finding things by the beginnings of their words, whatever the case and accents. Pure. */

export interface Findable {
  readonly label: string;
  /** Other words by which it is found, after those whose label fits. */
  readonly alsoCalled?: string;
}

/** Those that fit all words of `query`, best first; all of them, in their order, for an empty query. */
export function found<Thing extends Findable>(things: readonly Thing[], query: string): readonly Thing[] {
  const words = wordsOf(query);
  if (words.length === 0) return things;
  return things
    .map((thing) => ({ thing, fit: fitOf(thing, words) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .map(({ thing }) => thing);
}

/** As well as its worst word fits; 0 when one does not fit at all. */
function fitOf({ label, alsoCalled = '' }: Findable, words: readonly string[]): number {
  const name = folded(label);
  const [own, other] = [wordsOf(label), wordsOf(alsoCalled)];
  const fits = words.map((word) => {
    if (name.startsWith(word)) return 4;
    if (own.some((one) => one.startsWith(word))) return 3;
    if (other.some((one) => one.startsWith(word))) return 2;
    return name.includes(word) ? 1 : 0;
  });
  return Math.min(...fits);
}

function wordsOf(text: string): readonly string[] {
  return folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Without case and accents. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}
