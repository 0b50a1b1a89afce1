/**
 * The twelve colours people write in. On the wire a colour is a six-digit hex value, as stock clients expect; elsewhere it
 * is only ever a place in this list, so that a colour from somebody else never becomes CSS.
 */

export const PALETTE: readonly string[] = [
  '#c2255c',
  '#c92a2a',
  '#b34700',
  '#8a5a00',
  '#5c6f00',
  '#2b7a2e',
  '#087a6b',
  '#0b7285',
  '#1864ab',
  '#364fc7',
  '#6741d9',
  '#9c36b5',
];

/** The place in the palette that follows from a word that stands for somebody, the same wherever it is asked. */
export function colourIndexFor(word: string): number {
  let sum = 0;
  for (const character of word) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % PALETTE.length;
}
