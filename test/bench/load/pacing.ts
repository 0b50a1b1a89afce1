/** Doing something again and again until it is done, without keeping the event loop from its work. */

/** Calls `step` every so often until it returns true. */
export function repeat(intervalMs: number, step: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      try {
        if (!step()) return;
        clearInterval(timer);
        resolve();
      } catch (error) {
        clearInterval(timer);
        reject(error);
      }
    }, intervalMs);
  });
}

const TICK_MS = 1;

/** Calls `act` so often a second, in the order of its counter, until the time is over or `isOver` says so. */
export async function atRate(
  { seconds, perSecond, isOver = () => false }: { seconds: number; perSecond: number; isOver?: () => boolean },
  act: (count: number) => void,
): Promise<void> {
  const startedAt = performance.now();
  const total = Math.round(seconds * perSecond);
  let done = 0;
  await repeat(TICK_MS, () => {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * perSecond));
    for (; done < due; done++) act(done);
    return done === total || isOver();
  });
}

/** Waits for a condition as long as `progress` grows, and `patienceMs` after it last did. @returns whether it came true. */
export async function whileGrowing(
  patienceMs: number,
  condition: () => boolean,
  progress: () => number,
): Promise<boolean> {
  let last = progress();
  let since = performance.now();
  await repeat(5, () => {
    if (progress() !== last) since = performance.now();
    last = progress();
    return condition() || performance.now() - since > patienceMs;
  });
  return condition();
}

/** Waits for a condition, but not for ever. @returns whether it came true. */
export async function within(limitMs: number, condition: () => boolean): Promise<boolean> {
  if (condition()) return true;
  const end = performance.now() + limitMs;
  await repeat(5, () => condition() || performance.now() > end);
  return condition();
}
