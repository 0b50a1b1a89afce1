/**
 * The versions of a document, as a person looks for them: runs of history that lie close together, each ending at a
 * moment that can be shown. Runs that overlap are one version; so are neighbours by the same people with no longer
 * pause than VERSION_PAUSE_MS between them and in the same VERSION_SPAN_MS of the clock.
 *
 * They are read from the newest on, a page at a time, and no further than the page needs: what lies before cannot
 * change what is listed, because no run is longer than RUN_SPAN_MS and no rule depends on where reading began.
 */

import {
  HISTORY_PAGE_BYTES_MAX,
  HISTORY_PAGE_RUNS_MAX,
  RUN_SPAN_MS,
  VERSION_PAUSE_MS,
  VERSION_SPAN_MS,
} from '../contract/limits.ts';
import { isWriter } from '../lib/authors.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { DocumentLog, Segment, Sequence } from './document-log.ts';
import { groupRuns, pieceOf } from './runs.ts';

export interface StoredVersion {
  readonly from: Sequence;
  /** The moment to show. */
  readonly through: Sequence;
  readonly fromAt: number;
  readonly throughAt: number;
  /** As the log names them, in the order in which they came; without the server itself. */
  readonly users: readonly string[];
  readonly edits: number;
}

export interface PageRequest {
  /** Versions before this record. */
  readonly before: Sequence;
  readonly limit: number;
}

export interface VersionPage {
  /** Newest first. */
  readonly versions: readonly StoredVersion[];
  /** `before` of the next page; null on the last. */
  readonly next: Sequence | null;
}

/** Looked at after so many runs, which most pages do not need more of, and whenever they have doubled. */
const FIRST_LOOK_RUNS = 512;

/** Fails with a sentence where a part that it looks at is damaged. */
export async function listVersions(
  log: Pick<DocumentLog, 'history'>,
  id: string,
  { before, limit }: PageRequest,
): Promise<Result<VersionPage, string>> {
  const runs: Segment[] = [];
  let bytes = 0;
  let nextLook = FIRST_LOOK_RUNS;
  for await (const part of log.history(id, { through: before - 1, order: 'backwards' })) {
    if (!part.ok) return failed(part.error.message);
    const { bytes: content, encoding, ...run } = pieceOf(part.value);
    runs.push(run);
    bytes += content.length;
    const isEnough = runs.length >= HISTORY_PAGE_RUNS_MAX || bytes >= HISTORY_PAGE_BYTES_MAX;
    if (!isEnough && runs.length < nextLook) continue;
    nextLook *= 2;
    const settled = settledVersions(runs);
    if (settled.length > limit || (isEnough && settled.length > 0)) return ok(pageOf(settled, limit, true));
    // More in one stretch than is looked at: that is one version, and the rest of it the next.
    if (isEnough) return ok(pageOf(versionsOf(runs), limit, true));
  }
  return ok(pageOf(versionsOf(runs), limit, false));
}

function pageOf(all: readonly StoredVersion[], limit: number, hasEarlier: boolean): VersionPage {
  const versions = all.slice(0, limit);
  const isLast = !hasEarlier && versions.length === all.length;
  return { versions, next: isLast ? null : (versions.at(-1)?.from ?? null) };
}

/** Those that nothing changes which was not read yet. @param runs newest first. */
function settledVersions(runs: readonly Segment[]): StoredVersion[] {
  const horizon = (runs.at(-1)?.fromAt ?? 0) + RUN_SPAN_MS;
  return versionsOf(runs)
    .slice(0, -1)
    .filter(({ fromAt }) => fromAt > horizon);
}

/** Newest first. @param runs a row of history without gaps, those that begin last first. */
export function versionsOf(runs: readonly Segment[]): StoredVersion[] {
  const versions: StoredVersion[] = [];
  for (const stretch of stretchesOf(groupRuns([...runs].reverse()))) {
    const before = versions.at(-1);
    if (before === undefined || !belongTogether(before, stretch)) versions.push(stretch);
    else versions[versions.length - 1] = joined(before, stretch);
  }
  return versions.reverse();
}

/** Runs that overlap are one stretch: no moment between can be shown. */
function stretchesOf(runs: readonly (readonly Segment[])[]): StoredVersion[] {
  const stretches: StoredVersion[] = [];
  for (const run of runs) {
    const version = versionOf(run);
    const before = stretches.at(-1);
    if (before === undefined || version.from > before.through) stretches.push(version);
    else stretches[stretches.length - 1] = joined(before, version);
  }
  return stretches;
}

/** Of one person. */
function versionOf(run: readonly Segment[]): StoredVersion {
  const { from, fromAt, user } = run[0] as Segment;
  let { through, throughAt, edits } = { through: 0, throughAt: 0, edits: 0 };
  for (const piece of run) {
    through = Math.max(through, piece.through);
    throughAt = Math.max(throughAt, piece.throughAt);
    edits += piece.edits;
  }
  return { from, through, fromAt, throughAt, users: isWriter(user) ? [user] : [], edits };
}

function joined(one: StoredVersion, other: StoredVersion): StoredVersion {
  return {
    from: Math.min(one.from, other.from),
    through: Math.max(one.through, other.through),
    fromAt: Math.min(one.fromAt, other.fromAt),
    throughAt: Math.max(one.throughAt, other.throughAt),
    users: [...new Set([...one.users, ...other.users])],
    edits: one.edits + other.edits,
  };
}

function belongTogether(before: StoredVersion, next: StoredVersion): boolean {
  const isClose = next.fromAt - before.throughAt <= VERSION_PAUSE_MS;
  return isClose && spanOf(before.fromAt) === spanOf(next.throughAt) && isBySame(before.users, next.users);
}

/** What the server adds by itself (the first, empty paragraph) belongs to whoever is nearest. */
function isBySame(one: readonly string[], other: readonly string[]): boolean {
  if (one.length === 0 || other.length === 0) return true;
  const users = new Set(one);
  return users.size === other.length && other.every((user) => users.has(user));
}

function spanOf(at: number): number {
  return Math.floor(at / VERSION_SPAN_MS);
}
