/** A server that is measured: this product, a floor, or a peer. */

import type { DialectName } from '../load/dialect.ts';

export interface Target {
  readonly name: string;
  readonly kind: 'product' | 'floor' | 'peer';
  /** One line for the reader of a chart. */
  readonly meaning: string;
  readonly dialect: DialectName;
  /** What it promises is on a disk when it says so, or relays it. */
  readonly isDurable: boolean;
  /** Whether it gives a newcomer what was typed before. */
  readonly keepsDocuments: boolean;
  /** The program and its environment, for a data directory of its own. Listens on any free port or on `port`. */
  command(directory: string, port: number): Command;
}

interface Command {
  /** Arguments of this Node. */
  readonly parameters: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}
