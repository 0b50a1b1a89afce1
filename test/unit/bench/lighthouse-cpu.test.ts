/** What keeps a page from answering, in the time that its own thread worked. */

import { describe, expect, it } from 'vitest';
import { cpuBlockingMs, type TraceEvent } from '../../bench/lighthouse-cpu.ts';

const URL = 'http://127.0.0.1/d/one';
const OF_PAGE = { pid: 7, tid: 1 };

const EVENTS: readonly TraceEvent[] = [
  { ...OF_PAGE, name: 'navigationStart', ph: 'R', ts: 0, args: { data: { documentLoaderURL: URL } } },
  { ...OF_PAGE, name: 'thread_name', ph: 'M', ts: 0, args: { name: 'CrRendererMain' } },
  { ...OF_PAGE, name: 'firstContentfulPaint', ph: 'R', ts: 500_000 },
];

function task(ts: number, wallMs: number, cpuMs: number, tid = 1): TraceEvent {
  const times = { dur: wallMs * 1_000, tdur: cpuMs * 1_000 };
  return { pid: 7, tid, name: 'ThreadControllerImpl::RunTask', ph: 'X', ts, ...times };
}

describe('blocking in CPU time', () => {
  it('is what tasks after the first paint have beyond 50 ms each, on a processor that is so many times slower', () => {
    const events = [...EVENTS, task(600_000, 90, 60), task(800_000, 90, 20)];
    expect(cpuBlockingMs(events, URL, 1)).toBe(10);
    expect(cpuBlockingMs(events, URL, 4)).toBe(190 + 30);
  });

  it('counts no task before the first paint, none of another thread, and none twice', () => {
    const events = [
      ...EVENTS,
      task(100_000, 90, 80),
      task(600_000, 90, 80, 2),
      task(700_000, 90, 80),
      task(700_000, 80, 70),
    ];
    expect(cpuBlockingMs(events, URL, 1)).toBe(30);
  });

  it('is unknown where the trace has no beginning', () => {
    expect(cpuBlockingMs(EVENTS.slice(1), URL, 1)).toBeNaN();
  });
});
