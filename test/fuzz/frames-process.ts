/** The process in which broken frames are tried: it may hang or die, and somebody watches it. See run-frames.ts. */

import { fuzzFrames } from './frames.ts';
import type { FrameReport } from './run-frames.ts';

const [first = 0, end = 0, seed = 0] = process.argv.slice(2).map(Number);

// Most frames are refused with an error that nobody traces.
Error.stackTraceLimit = 0;

const result = fuzzFrames(first, end, seed, (round) => tell({ kind: 'round', round }));
tell({ kind: 'done', result });

function tell(report: FrameReport): void {
  process.send?.(report);
}
