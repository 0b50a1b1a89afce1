/**
 * How the catalogue is kept: a card a document, and for each list a key a row, sorted as the list is shown. Pure.
 *
 *   card   <id>                                        what is known of a document
 *   list   <list>!<reader key>!<newest first>!<id>     a row of a list, for whoever has that reader key
 *   tag    <reader key>!<tag>                          how many documents have a tag
 *   image  <name>!<id>                                 a document that spoke of an image, ever
 *   left   <name>                                      an image of one that was deleted for good, see image-removal.ts
 *   mark   <who>!<id>                                  what a document is to one person
 *   shelf  <shelf>!<who>!<newest first>!<id>           their favourites, and what they opened
 */

import { z } from 'zod';
import { keyOf, newestFirst } from './workspace.ts';

export const cardSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    createdAt: z.number(),
    /** As the log names authors; null when nobody knows. */
    createdBy: z.string().nullable(),
    changedAt: z.number(),
    changedBy: z.string().nullable(),
    /** Null for what is not in the trash. */
    trashedAt: z.number().nullable(),
    tags: z.array(z.string()).readonly(),
    isTemplate: z.boolean(),
    /** Reader keys under which it is filed. */
    readers: z.array(z.string()).readonly(),
    /** Stored images it spoke of, ever. */
    images: z.array(z.string()).readonly(),
    /** Those of all records up to this one; null of a card from before that was noted. */
    readThrough: z.number().nullable().default(null),
  })
  .readonly();
export type Card = z.infer<typeof cardSchema>;

export const rowSchema = z.object({});
export const tagSchema = z.object({ tag: z.string(), documents: z.number() });
/** When the document was deleted. */
export const leftSchema = z.object({ at: z.number() }).readonly();
export type LeftImage = z.infer<typeof leftSchema>;
export const markSchema = z.object({ favouriteAt: z.number().nullable(), openedAt: z.number().nullable() });
export type Mark = z.infer<typeof markSchema>;

export const NO_MARK: Mark = { favouriteAt: null, openedAt: null };

/** Lists that everybody sees their part of. */
export type CommonList = 'all' | 'trash' | 'templates' | `tag:${string}`;
export type Shelf = 'favourites' | 'recent';

/** Any text as part of a key. */
export function partOf(text: string): string {
  return Buffer.from(text).toString('base64url') || '-';
}

export function tagList(tag: string): CommonList {
  return `tag:${partOf(tag)}`;
}

/** In which lists a card stands, and at which time it is sorted there. */
function placesOf({ trashedAt, changedAt, tags, isTemplate }: Card): readonly (readonly [CommonList, number])[] {
  if (trashedAt !== null) return [['trash', trashedAt]];
  const tagged = tags.map((tag) => [tagList(tag), changedAt] as const);
  return [['all', changedAt], ...(isTemplate ? [['templates', changedAt] as const] : []), ...tagged];
}

/** Every key of `list` that a card has. */
export function listKeys(card: Card): readonly string[] {
  const places = placesOf(card);
  return card.readers.flatMap((reader) => places.map(([list, at]) => listKey(list, reader, rankOf(at, card.id))));
}

function listKey(list: CommonList, reader: string, rank: string): string {
  return `${listPrefix(list, reader)}${rank}`;
}

export function listPrefix(list: CommonList, reader: string): string {
  return `${keyOf(list, partOf(reader))}!`;
}

/** The place of a document in any list: the newest first. */
export function rankOf(at: number, id: string): string {
  return keyOf(newestFirst(at), id);
}

export const RANK_PATTERN = /^\d{15}![A-Za-z0-9_-]{1,64}$/;

export function idOfRank(rank: string): string {
  return rank.slice(rank.indexOf('!') + 1);
}

/** The tags it is counted under: none in the trash. */
export function countedTags({ trashedAt, tags }: Card): readonly string[] {
  return trashedAt === null ? tags : [];
}
