/** What a log over an ordered store is given, and whom it tells. */

import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { StoredSegment } from './document-log.ts';
import type { Ledger } from './ledger.ts';
import type { StoreOpener } from './ordered-store.ts';

export interface StoreLogOptions {
  readonly opener: StoreOpener;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Bytes that may wait for the disk, of all documents; more are refused. */
  readonly queueBytesMax: number;
  /** Told of every confirmation. */
  readonly ledger?: Pick<Ledger, 'note'>;
  /** Documents that are known to be damaged, with the sentence that says so. */
  readonly damageById?: ReadonlyMap<string, string>;
  /** Makes a snapshot of a whole history; null when it cannot. */
  readonly rebuild?: (segments: readonly StoredSegment[]) => Promise<Uint8Array | null>;
  /** Called after each confirmed compaction. */
  readonly onCompacted?: (id: string) => void;
  /** Called after each write with its rough size. */
  readonly onWritten?: (bytes: number) => void;
  /** Called once, when nothing new is taken any more; waited for. */
  readonly onClosing?: () => Promise<void>;
  /** Called once, when the store is closed for good. */
  readonly onClosed?: () => Promise<void>;
}
