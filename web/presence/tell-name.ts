/**
 * In open access only this page knows what whoever writes here is called. The server keeps it, for the history and the
 * lists; for whom it knows by an account it does nothing.
 */

import { ask } from '../lib/api.ts';
import type { Environment } from '../lib/environment.ts';
import { guests } from './guest.ts';

/** A name is typed letter by letter. */
const NAME_SETTLES_MS = 1_000;

/** Now, and whenever it has changed; the answer ends it. */
export function tellOwnName(environment: Environment): () => void {
  let told = '';
  let cancel = () => {};
  const tell = () => {
    const { name } = guests.present;
    if (name === told) return;
    told = name;
    void ask('PUT /api/session/name', { body: { name } });
  };
  tell();
  const unsubscribe = guests.subscribe(() => {
    cancel();
    cancel = environment.after(NAME_SETTLES_MS, tell);
  });
  return () => {
    cancel();
    unsubscribe();
  };
}
