/**
 * What people and programs are called where others read it: one line of at most NAME_CHARACTERS_MAX characters.
 *
 * Whoever fills in a form is told that a name is too long, because only they can say how it should be shorter. What one
 * program takes over from another - the claim of a token, the word of an identity provider, what a page says beside a
 * comment - is cut: nobody is there to be asked.
 */

import { NAME_CHARACTERS_MAX } from './limits.ts';

/** Without control characters, and without spaces but one between two words. */
export function nameInOneLine(name: string): string {
  return name.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

/** @param line as `nameInOneLine` makes it; counted in code points, so that an emoji is not two. */
export function isName(line: string): boolean {
  return line !== '' && Array.from(line).length <= NAME_CHARACTERS_MAX;
}

/** A name, or nothing where nothing was said. */
export function cutName(name: string): string {
  return Array.from(nameInOneLine(name)).slice(0, NAME_CHARACTERS_MAX).join('').trimEnd();
}
