/** Runs `task` when the page has nothing better to do; the answer cancels it. */
export function whenIdle(task: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(task, 1_000);
    return () => clearTimeout(timer);
  }
  const handle = window.requestIdleCallback(task, { timeout: 10_000 });
  return () => window.cancelIdleCallback(handle);
}

/** Runs each in an idle moment of its own, in this order; the answer cancels those that are left. */
export function whenIdleInTurn([first, ...rest]: readonly (() => void)[]): () => void {
  if (first === undefined) return () => {};
  let cancel = whenIdle(() => {
    first();
    cancel = whenIdleInTurn(rest);
  });
  return () => cancel();
}
