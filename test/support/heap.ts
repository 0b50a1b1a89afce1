/** What this process holds on to. */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** How many bytes of the heap and of buffers are still held of what `make` makes, after everything else was let go. */
export function bytesHeldAfter(make: () => void): number {
  const held = () => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  make();
  return held() - before;
}
