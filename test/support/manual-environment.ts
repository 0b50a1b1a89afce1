/** The environment of the browser's code with time and chance held by a test. */

import type { Environment } from '../../web/lib/environment.ts';
import type { ManualClock } from './clock.ts';

/** `chance` is what every throw of the dice comes to. */
export function manualEnvironment(clock: ManualClock, chance: number): Environment {
  return {
    now: () => clock.now(),
    random: () => chance,
    after(delayMs, task) {
      const timer = clock.after(delayMs, task);
      return () => timer.cancel();
    },
  };
}
