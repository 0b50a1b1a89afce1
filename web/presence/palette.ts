/**
 * The twelve colours people write in. On the wire a colour is a six-digit hex value, as stock clients expect; on the
 * page it is only ever an index into the tokens `--person-0` to `--person-11` (`ui/tokens.css`), so that a colour
 * from somebody else never becomes CSS and every theme keeps its contrast.
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

/** The palette index of a colour that came over the wire; an unknown colour gets one from the client's id. */
export function colourIndexOf(colour: unknown, clientId: number): number {
  const index = typeof colour === 'string' ? PALETTE.indexOf(colour) : -1;
  return index === -1 ? clientId % PALETTE.length : index;
}

/** The wire form of palette entry `index`. */
export function colourOf(index: number): string {
  return PALETTE[index % PALETTE.length] ?? '#c2255c';
}
