/**
 * What a version changed, where somebody wants to see that: fetches the text of the version before, and compares. The version
 * itself is shown meanwhile, and also where this fails.
 */

import type { Schema } from '@tiptap/pm/model';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Version } from '../../server/contract/api.ts';
import type { TreeNode } from '../../server/contract/document/tree.ts';
import { ask } from '../lib/api.ts';
import { StoredValue } from '../lib/stored-value.ts';
import { checkedNode } from './restore.ts';
import type { ShownChanges } from './shown-changes.ts';
import { notComparedText } from './version-words.ts';
import { words } from './words.ts';

/** Whether this reader wants to see changes. Kept on this device. */
const wanted = new StoredValue('scriptorium/show-changes', (stored) => stored !== false);

export function useWantsChanges(): readonly [boolean, (isWanted: boolean) => void] {
  const isWanted = useSyncExternalStore(
    (listener) => wanted.subscribe(listener),
    () => wanted.value,
  );
  return [isWanted, wantChanges];
}

function wantChanges(isWanted: boolean): void {
  wanted.value = isWanted;
}

export type Compared =
  | { readonly kind: 'comparing' }
  /** Nothing to be marked, and why. */
  | { readonly kind: 'unmarked'; readonly sentence: string }
  | { readonly kind: 'compared'; readonly changes: ShownChanges };

const COMPARING: Compared = { kind: 'comparing' };

/** @param tree the version, once it is there; null as long as nothing is to be compared. */
export function useChanges(id: string, { from }: Version, tree: TreeNode | null, schema: Schema): Compared {
  const [compared, setCompared] = useState(COMPARING);
  useEffect(() => {
    if (tree === null) return;
    let isAsked = true;
    setCompared(COMPARING);
    void compare(id, from, tree, schema).then((answer) => isAsked && setCompared(answer));
    return () => {
      isAsked = false;
    };
  }, [id, from, tree, schema]);
  return compared;
}

async function compare(id: string, from: number, tree: TreeNode, schema: Schema): Promise<Compared> {
  // There is no record before the first.
  if (from <= 1) return { kind: 'unmarked', sentence: words.firstVersion };
  const [before, part] = await Promise.all([
    ask('GET /api/documents/:id/content', { id, query: { format: 'json', version: from - 1 } }),
    import('./shown-changes.ts').catch(() => null),
  ]);
  if (!before.ok) return { kind: 'unmarked', sentence: notComparedText(before.failure) };
  if (part === null) return { kind: 'unmarked', sentence: words.noChangesShown(words.beforeAway) };
  try {
    const old = checkedNode(schema, before.value.document);
    return { kind: 'compared', changes: part.shownChanges(old, checkedNode(schema, tree)) };
  } catch {
    return { kind: 'unmarked', sentence: words.noChangesShown(words.beforeUnread) };
  }
}
