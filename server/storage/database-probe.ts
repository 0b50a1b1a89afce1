/**
 * Opens a database in a child process first. Some kinds of damage make LevelDB abort the process that opens or reads
 * it; after an unclean end that shall be a child, so that the server never dies of the same table again and again.
 */

import { forkModule } from '../lib/fork-module.ts';
import { fullMessage } from './ordered-store.ts';

export interface ProbeRequest {
  readonly path: string;
  /** `rebuild` has LevelDB make a new manifest from the tables and logs that it finds. */
  readonly task: 'open' | 'read' | 'rebuild';
}

export type ProbeMessage =
  | { readonly kind: 'reading'; readonly key: string }
  | { readonly kind: 'finished'; readonly flaw: string | null };

export type ProbeResult =
  | { readonly kind: 'sound' }
  /** It opens, or says in words why it does not. */
  | { readonly kind: 'flawed'; readonly flaw: string }
  /** It takes the process down. */
  | { readonly kind: 'aborts'; readonly flaw: string };

export async function probeDatabase(request: ProbeRequest): Promise<ProbeResult> {
  const child = forkModule(new URL('./probe-process', import.meta.url), [JSON.stringify(request)]);
  let at = 'while it was opened';
  let finished: ProbeResult | null = null;
  child.on('message', (message: ProbeMessage) => {
    if (message.kind === 'reading') at = `after the key ${message.key}`;
    else finished = message.flaw === null ? { kind: 'sound' } : { kind: 'flawed', flaw: message.flaw };
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ kind: 'flawed', flaw: fullMessage(error) }));
    child.on('exit', (code, signal) =>
      resolve(finished ?? { kind: 'aborts', flaw: `the process ended (${signal ?? `exit ${code}`}) ${at}` }),
    );
  });
}
