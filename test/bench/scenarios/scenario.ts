/** What a benchmark of servers is made of. */

import type { LoadProcess } from '../load/load-process.ts';
import type { RunningServer } from '../targets/running-server.ts';
import type { Target } from '../targets/target.ts';

export interface Measure {
  /** The key of its values. */
  readonly key: string;
  readonly what: string;
  readonly digits: number;
  /** What this product should reach, at most or at least, when something is promised. */
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Values by the key of their measure; a missing one was not measurable. */
export type Values = Readonly<Record<string, number>>;

/** One run of one target. */
export interface Stage {
  readonly target: Target;
  readonly load: LoadProcess;
  /** Its data directory, empty at first. */
  readonly directory: string;
  /** Starts the server, over the same directory every time. It is stopped with the stage. */
  start(): Promise<RunningServer>;
  /** Something that must not happen under any load: lost, doubled. */
  fault(sentence: string): void;
}

export interface Case {
  readonly label: string;
  readonly measures: readonly Measure[];
  readonly targets: readonly Target[];
  run(stage: Stage): Promise<Values>;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** A paragraph for the reader of the figures: what is done, what is counted. */
  readonly method: string;
  /** What is counted does not depend on how fast the machine is: no run is repeated because the host took much of it. */
  readonly isTimeless?: true;
  cases(size: Size, targets: readonly Target[]): Promise<readonly Case[]>;
}

/** `tiny` shows in seconds that everything works; its figures mean nothing. */
export type Size = 'full' | 'tiny';

/** CPU seconds a server takes for what `work` does. */
export async function cpuOf<Result>(
  server: RunningServer,
  work: () => Promise<Result>,
): Promise<{ readonly cpuSeconds: number; readonly result: Result }> {
  const before = server.cpuSeconds();
  const result = await work();
  return { cpuSeconds: server.cpuSeconds() - before, result };
}
