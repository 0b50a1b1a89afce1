/** Names as requests bring them; what a name is, and why there are two ways, stands in contract/person-name.ts. */

import { z } from 'zod';
import { NAME_CHARACTERS_MAX } from '../contract/limits.ts';
import { cutName, isName, nameInOneLine } from '../contract/person-name.ts';

/** Chosen in a form, or for a command: refused where it cannot be one. */
export const chosenName = z
  .string()
  .transform(nameInOneLine)
  .refine(isName, `a name has 1 to ${NAME_CHARACTERS_MAX} characters`);

/** Sent along by a page, or by a program that has it from elsewhere: cut. */
export const nameSaidAlong = z.string().transform(cutName);
