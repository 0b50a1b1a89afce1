/**
 * Colours of people as the page has them: indices into the tokens `--person-0` to `--person-11` (`ui/tokens.css`), so
 * that every theme keeps its contrast.
 */

import { PALETTE } from '../../server/contract/palette.ts';

/** The palette index of a colour that came over the wire; an unknown colour gets one from the client's id. */
export function colourIndexOf(colour: unknown, clientId: number): number {
  const index = typeof colour === 'string' ? PALETTE.indexOf(colour) : -1;
  return index === -1 ? clientId % PALETTE.length : index;
}

/** The wire form of palette entry `index`. */
export function colourOf(index: number): string {
  return PALETTE[index % PALETTE.length] ?? '#c2255c';
}
