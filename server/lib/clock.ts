/** Time as something that is passed in, so that a simulation can own it. */

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Milliseconds since 1970 in UTC. */
  now(): number;
  /** Runs `action` once, `delayMs` from now, unless cancelled. Never keeps the process alive. */
  after(delayMs: number, action: () => void): Timer;
  /** Runs `action` every `intervalMs` until cancelled. Never keeps the process alive. */
  every(intervalMs: number, action: () => void): Timer;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, action) {
    const timeout = setTimeout(action, delayMs).unref();
    return { cancel: () => clearTimeout(timeout) };
  },
  every(intervalMs, action) {
    const interval = setInterval(action, intervalMs).unref();
    return { cancel: () => clearInterval(interval) };
  },
};
