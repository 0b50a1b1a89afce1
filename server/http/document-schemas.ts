/** What is asked of the routes for documents; a sentence says what would have been right. */

import { z } from 'zod';
import { DOCUMENT_VIEWS } from '../contract/api.ts';
import {
  DOCUMENT_ID_PATTERN,
  LIST_ROWS,
  LIST_ROWS_MAX,
  SEARCH_FOUND_MAX,
  SEARCH_QUERY_CHARACTERS_MAX,
  TAG_CHARACTERS_MAX,
  TAGS_MAX,
  TITLE_CHARACTERS_MAX,
} from '../contract/limits.ts';
import { RANK_PATTERN } from '../workspace/catalogue-rows.ts';

const idSchema = z.string().regex(DOCUMENT_ID_PATTERN, 'an id is 1 to 64 letters, digits, "_" or "-"');

/** In one line. */
const titleSchema = z
  .string()
  .transform((title) => title.replace(/\s+/g, ' ').trim())
  .pipe(z.string().max(TITLE_CHARACTERS_MAX, `a title has at most ${TITLE_CHARACTERS_MAX} characters`));

const tagSchema = z
  .string()
  .transform((tag) => tag.normalize('NFC').replace(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .min(1, 'a tag is not empty')
      .max(TAG_CHARACTERS_MAX, `a tag has at most ${TAG_CHARACTERS_MAX} characters`),
  );

export const documentParameters = z.object({ id: idSchema });

export const creationSchema = z
  .object({
    /** Chosen by a client that makes documents offline. */
    id: idSchema.optional(),
    /** The document whose content it begins with. */
    template: idSchema.optional(),
    title: titleSchema.optional(),
  })
  .strict();

export const copySchema = z.object({ id: idSchema.optional(), title: titleSchema.optional() }).strict();

export const changesSchema = z
  .object({
    title: titleSchema,
    tags: z.array(tagSchema).max(TAGS_MAX, `a document has at most ${TAGS_MAX} tags`),
    isTemplate: z.boolean(),
    isTrashed: z.boolean(),
    isFavourite: z.boolean(),
  })
  .partial()
  .strict();

const idsSchema = z
  .string()
  .transform((ids) => ids.split(',').filter((id) => id !== ''))
  .pipe(z.array(idSchema).max(LIST_ROWS_MAX, `at most ${LIST_ROWS_MAX} ids`));

export const listQuery = z.object({
  /** Instead of a view: these, wherever they stand. */
  ids: idsSchema.optional(),
  view: z.enum(DOCUMENT_VIEWS).default('all'),
  tag: tagSchema.optional(),
  after: z.string().regex(RANK_PATTERN, 'after is what an earlier page called next').optional(),
  limit: z.coerce.number().int().min(1).max(LIST_ROWS_MAX).default(LIST_ROWS),
});

export const searchQuery = z.object({
  q: z.string().transform((typed) => typed.slice(0, SEARCH_QUERY_CHARACTERS_MAX)),
  limit: z.coerce.number().int().min(1).max(SEARCH_FOUND_MAX).default(20),
});

export const presenceQuery = z.object({ documents: idsSchema });
