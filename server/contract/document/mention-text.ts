/** What a mention says where it cannot be a mention; apart, because the editor needs no more of what writes HTML. */

import type { Json } from './tree.ts';

export function mentionText(attrs: Readonly<Record<string, Json>>): string {
  return `${attrs.mentionSuggestionChar ?? '@'}${attrs.label ?? attrs.id ?? ''}`;
}
