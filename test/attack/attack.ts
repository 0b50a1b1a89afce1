/** What an attack is, and how it is run: the real server in its own process, a victim in another, the attacker here. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { percentile } from '../bench/report.ts';
import { longestStallSince, witnessed } from '../bench/stall-notes.ts';
import { readMetric } from '../support/metrics.ts';
import { ServerProcess } from '../support/server-process.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

export interface Attack {
  /** The rule it is against. */
  readonly rule: string;
  readonly what: string;
  /** What has to happen, in words. */
  readonly promise: string;
  /** Largest growth of the server's memory, in megabytes. */
  readonly growthMegabytesMax: number;
  /** What has to be there first; costs nothing of what is measured. */
  prepare?(server: ServerProcess): Promise<void>;
  /** @returns what happened, in the words of the promise when it was kept. */
  run(server: ServerProcess): Promise<string>;
}

export interface VictimReport {
  /** From each checkpoint to its echo. */
  readonly delaysMs: readonly number[];
  readonly closedWith: number | null;
  /** Words written so far. */
  readonly words: number;
}

export interface Outcome {
  readonly attack: Attack;
  readonly seen: string;
  readonly growthMegabytes: number;
  /** In CPU time of the main thread, where the system tells it: what other processes take is no stall of the server's. */
  readonly longestStallMs: number;
  readonly victimP99Ms: number;
  readonly isVictimThere: boolean;
}

/** Whether the promise was kept. Stalls and delays are figures to read: they depend on the machine. */
export function isKept({ attack, seen, growthMegabytes, isVictimThere }: Outcome): boolean {
  return seen === attack.promise && growthMegabytes <= attack.growthMegabytesMax && isVictimThere;
}

/** A server of its own for each attack, so that one does not prepare the next. */
export async function attackOnce(attack: Attack): Promise<Outcome> {
  const folder = await temporaryDirectory('stalls');
  const notes = join(folder.path, 'stalls');
  const isTold = process.platform === 'linux';
  const server = await ServerProcess.start(isTold ? { env: witnessed(notes) } : {});
  const victim = await startVictim(server);
  try {
    await attack.prepare?.(server);
    // The first second of a process is like no other.
    await reportOf(victim, 20);
    const before = await sizesOf(server);
    const began = Date.now();
    const seen = await attack.run(server);
    const report = await reportOf(victim, 20);
    const after = await sizesOf(server);
    return {
      attack,
      seen,
      growthMegabytes: (after.rssBytes - before.rssBytes) / 2 ** 20,
      longestStallMs: isTold ? await longestStallSince(notes, began) : after.longestLagMs,
      victimP99Ms: percentile(report.delaysMs, 0.99),
      isVictimThere: report.closedWith === null,
    };
  } finally {
    victim.kill();
    await server.close();
    await folder.remove();
  }
}

async function startVictim(server: ServerProcess): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./victim.ts', import.meta.url));
  const victim = fork(script, [`${server.syncUrl}/victim`], { execArgv: ['--import', 'tsx'] });
  await once(victim, 'message');
  return victim;
}

/** What the victim saw since it was asked last, as soon as that is `atLeast` echoes or it was sent away. */
async function reportOf(victim: ChildProcess, atLeast: number): Promise<VictimReport> {
  const delaysMs: number[] = [];
  for (;;) {
    victim.send('report');
    const [report] = (await once(victim, 'message')) as [VictimReport];
    delaysMs.push(...report.delaysMs);
    if (delaysMs.length >= atLeast || report.closedWith !== null) return { ...report, delaysMs };
  }
}

interface ServerSizes {
  readonly rssBytes: number;
  /** Longest time the main loop was not turning since it was asked last. */
  readonly longestLagMs: number;
}

async function sizesOf(server: ServerProcess): Promise<ServerSizes> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return {
    rssBytes: readMetric(text, 'process_resident_memory_bytes'),
    longestLagMs: readMetric(text, 'nodejs_eventloop_lag_max_seconds') * 1_000,
  };
}
