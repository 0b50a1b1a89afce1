/** What a room knows of the other end of a connection. The room knows no WebSocket; tests and simulations bring their own. */

import type { CloseReason } from '../contract/close-codes.ts';
import type { Role } from '../contract/roles.ts';

export interface Member {
  /** Who writes, in the server's words; goes into the log. */
  readonly user: string;
  /** What it may do here. A viewer is not asked for what it has. */
  readonly role: Role;
  /** Whether it writes documents of our model; any other Yjs program keeps in a document what it likes. */
  readonly isEditor: boolean;
  /** Whether it puts long updates together from pieces. */
  readonly takesPieces: boolean;
  /**
   * Sends finished frames that may be long together, in order and one when the last is gone, while other frames go
   * their way in between. `onPoured` is called when all of them are sent; never when the connection ends before.
   */
  pour(frames: readonly Buffer[], onPoured: () => void): void;
  /**
   * Sends finished frames. @returns false when the reader is behind: nothing was taken, and nothing more should be
   * sent until the member calls `Participant.catchUp`.
   */
  deliver(frames: readonly Buffer[]): boolean;
  /** Stops, or goes on, reading what the other end sends. */
  pause(): void;
  resume(): void;
  close(reason: CloseReason): void;
  /** R22: closes it because it wrote under client ids that are somebody else's; a client of ours is told which. */
  conflict(clients: readonly number[]): void;
}
