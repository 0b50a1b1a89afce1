/**
 * Blocking as Lighthouse defines it, but in the CPU time that the page's main thread took. Lighthouse multiplies what a
 * clock says: on a machine whose processors have other work, the browser's own processes too, a task seems several
 * times as long as it is.
 */

/** Of Chromium's trace; times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** CPU time of the thread. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly documentLoaderURL?: string } };
}

/** What is beyond this in one task keeps a page from answering, by the definition of Total Blocking Time. */
const TASK_MS_MAX = 50;

/**
 * @param url of the visit.
 * @param slowdown how many times slower the processor is than the one that was measured.
 * @returns milliseconds after the first paint; NaN where the trace lacks the visit.
 */
export function cpuBlockingMs(events: readonly TraceEvent[], url: string, slowdown: number): number {
  const start = events.find(({ name, args }) => name === 'navigationStart' && args?.data?.documentLoaderURL === url);
  if (start === undefined) return Number.NaN;
  const own = events.filter(({ pid }) => pid === start.pid);
  const main = own.find(({ args }) => args?.name === 'CrRendererMain');
  const paint = own.find(({ name, ts }) => name === 'firstContentfulPaint' && ts > start.ts);
  if (main === undefined || paint === undefined) return Number.NaN;
  const tasks = own.filter(({ name, ph, tid }) => name.endsWith('RunTask') && ph === 'X' && tid === main.tid);
  return outermost(tasks)
    .filter(({ ts, dur = 0 }) => ts + dur > paint.ts)
    .reduce((sum, { tdur = 0 }) => sum + Math.max(0, (tdur / 1_000) * slowdown - TASK_MS_MAX), 0);
}

/** A task may be noted once more inside itself. */
function outermost(tasks: readonly TraceEvent[]): readonly TraceEvent[] {
  let end = Number.NEGATIVE_INFINITY;
  return tasks
    .toSorted((left, right) => left.ts - right.ts || (right.dur ?? 0) - (left.dur ?? 0))
    .filter(({ ts, dur = 0 }) => {
      const isInside = ts + dur <= end;
      if (!isInside) end = ts + dur;
      return !isInside;
    });
}
