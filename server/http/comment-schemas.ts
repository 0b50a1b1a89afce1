/** What is asked of the routes for comments. */

import { decodeRelativePosition } from 'yjs';
import { z } from 'zod';
import { nameSaidAlong } from '../accounts/person-names.ts';
import {
  COMMENT_ANCHOR_CHARACTERS_MAX,
  COMMENT_CHARACTERS_MAX,
  COMMENT_ID_PATTERN,
  COMMENT_QUOTE_CHARACTERS_MAX,
} from '../contract/limits.ts';

/** Nobody types them, and no page shows them; a line ends with "\n". */
const CONTROL_CHARACTERS = /[^\P{Cc}\n\t]/gu;

/** As it was written, but for control characters. */
const plainText = z.string().transform((text) => text.replace(CONTROL_CHARACTERS, ''));

const idSchema = z.string().regex(COMMENT_ID_PATTERN, 'an id is 16 to 32 letters, digits, "_" or "-"');

const textSchema = plainText.pipe(
  z
    .string()
    .refine((text) => text.trim() !== '', 'a comment says something')
    .max(COMMENT_CHARACTERS_MAX, `a comment has at most ${COMMENT_CHARACTERS_MAX} characters; make two of it`),
);

const positionSchema = z
  .string()
  .max(COMMENT_ANCHOR_CHARACTERS_MAX)
  .refine(isPosition, 'a relative position as Yjs encodes it, in base64url');

export const threadParameters = z.object({ thread: idSchema });
export const commentParameters = z.object({ thread: idSchema, comment: idSchema });

export const commentsQuery = z.object({ after: z.coerce.number().int().min(0).optional() }).strict();

export const saidByQuery = z.object({ as: z.string().optional() });

export const newThreadSchema = z
  .object({
    anchor: z.object({ from: positionSchema, to: positionSchema }).strict(),
    quote: plainText.pipe(z.string().max(COMMENT_QUOTE_CHARACTERS_MAX)),
    comment: z.object({ id: idSchema, text: textSchema }).strict(),
    name: nameSaidAlong.optional(),
  })
  .strict();

export const commentTextSchema = z.object({ text: textSchema, name: nameSaidAlong.optional() }).strict();

export const threadChangeSchema = z.object({ isResolved: z.boolean(), name: nameSaidAlong.optional() }).strict();

function isPosition(encoded: string): boolean {
  if (!/^[A-Za-z0-9_-]+$/.test(encoded)) return false;
  try {
    decodeRelativePosition(new Uint8Array(Buffer.from(encoded, 'base64url')));
    return true;
  } catch {
    return false;
  }
}
