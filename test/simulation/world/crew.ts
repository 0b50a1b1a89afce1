/**
 * Other processes that run worlds for this one, because a world has a process to itself while it runs. Each is the same
 * program, is told some seeds at a time, and answers with what they came to; they end with the process that began them.
 */

import { type ChildProcess, fork } from 'node:child_process';
import type { Totals } from './totals.ts';

/** Some seeds in a row. */
export interface Part {
  readonly from: number;
  /** Not included. */
  readonly end: number;
  /** How many seeds before these showed a flaw. */
  readonly flawed: number;
}

export type RunPart = (part: Part) => Promise<Totals>;

export interface Crew {
  readonly members: readonly RunPart[];
  close(): void;
}

/** @param size how many processes. */
export function crewOf(size: number): Crew {
  const processes = Array.from({ length: size }, () =>
    fork(process.argv[1] as string, [...process.argv.slice(2), '--helper']),
  );
  return {
    members: processes.map((one) => (part) => answerOf(one, part)),
    close: () => {
      for (const one of processes) one.disconnect();
    },
  };
}

function answerOf(helper: ChildProcess, part: Part): Promise<Totals> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`a process ended while it ran seeds ${part.from} to ${part.end - 1}`));
    helper.once('exit', ended);
    helper.once('message', (totals) => {
      helper.off('exit', ended);
      resolve(totals as Totals);
    });
    helper.send(part);
  });
}

/** Being one of a crew: does what it is told until nobody is there to tell it. */
export function helpWith(runPart: RunPart): void {
  process.on('message', (part) => void runPart(part as Part).then((totals) => process.send?.(totals)));
  process.on('disconnect', () => process.exit());
}
