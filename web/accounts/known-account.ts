/**
 * Who the server last took this browser for, kept for when it cannot be asked: all tabs have one cookie, and with it one
 * answer. A session that ends by itself leaves it, since whoever sits there is most likely the same; signing out does not.
 */

import type { SessionState } from '../../server/contract/api.ts';
import { StoredValue } from '../lib/stored-value.ts';

/** Somebody whom the server knows. */
export interface Account {
  readonly id: string;
  readonly name: string;
}

/** `account` is null where the server knows nobody, and asks nobody. */
interface Known {
  readonly account: Account | null;
}

const stored = new StoredValue<Known | null>('scriptorium/account', (kept) => (isKnown(kept) ? kept : null));

export const knownAccount = {
  /** Null for somebody without an account; undefined while nothing is known. */
  get present(): Account | null | undefined {
    return stored.value?.account;
  },

  /** What the server says. */
  note(state: SessionState): void {
    if (state.kind === 'stranger') return;
    const account = 'id' in state ? { id: state.id, name: state.name } : null;
    const { present } = this;
    if (present === undefined || present?.id !== account?.id || present?.name !== account?.name)
      stored.value = { account };
  },

  forget(): void {
    stored.value = null;
  },

  /** Calls `listener` after a change in this tab or another; the answer ends it. */
  subscribe(listener: () => void): () => void {
    return stored.subscribe(listener);
  },
};

function isKnown(kept: unknown): kept is Known {
  if (typeof kept !== 'object' || kept === null || !('account' in kept)) return false;
  const { account } = kept;
  if (account === null) return true;
  return typeof account === 'object' && 'id' in account && 'name' in account;
}
