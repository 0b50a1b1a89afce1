/**
 * What somebody has begun to write and not sent: kept in this browser, so that neither a key pressed by mistake nor a
 * reload takes it. Each is gone when it is sent or thrown away. It belongs to whoever is here, by the account that this
 * browser knows: where people share it the one does not see what another began, who finds it when they are back.
 */

import { knownAccount } from '../accounts/known-account.ts';
import { StoredValue } from '../lib/stored-value.ts';
import type { About } from './changes.ts';

export interface Draft {
  readonly text: string;
  /** What a new thread is to be about; null for a reply and for an edit. */
  readonly about: About | null;
}

/** More than anybody leaves lying about; the oldest go first. */
const DRAFTS_MAX = 50;

const stored = new StoredValue('scriptorium/comment-drafts', readDrafts);

/** @param place of what it belongs to, e.g. `reply/THREAD`. */
export function draftOf(documentId: string, place: string): Draft | null {
  return stored.value[keyOf(documentId, place)] ?? null;
}

export function keepDraft(documentId: string, place: string, draft: Draft): void {
  const key = keyOf(documentId, place);
  const { [key]: _before, ...others } = stored.value;
  const isEmpty = draft.text.trim() === '';
  const all = isEmpty ? others : { ...others, [key]: draft };
  stored.value = Object.fromEntries(Object.entries(all).slice(-DRAFTS_MAX));
}

export function forgetDraft(documentId: string, place: string): void {
  keepDraft(documentId, place, { text: '', about: null });
}

/** Nobody's, in open access, stand without a name. */
function keyOf(documentId: string, place: string): string {
  const own = `${documentId}/${place}`;
  const { present } = knownAccount;
  return present ? `${present.id}: ${own}` : own;
}

function readDrafts(kept: unknown): Readonly<Record<string, Draft>> {
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(Object.entries(kept).filter(([, draft]) => isDraft(draft)));
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const { text, about } = value as Record<string, unknown>;
  return typeof text === 'string' && (about === null || isAbout(about));
}

function isAbout(value: unknown): value is About {
  if (typeof value !== 'object' || value === null) return false;
  const { anchor, quote } = value as { readonly anchor?: Partial<About['anchor']>; readonly quote?: unknown };
  return typeof quote === 'string' && typeof anchor?.from === 'string' && typeof anchor.to === 'string';
}
