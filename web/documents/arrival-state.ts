/**
 * What home asks of a document it has just created, carried in the history entry; apart from `arrival.ts`, so that
 * home need not load the sample.
 */

/** The templates that come with the program. */
export const TEMPLATES = ['minutes', 'decision', 'plan'] as const;
export type TemplateName = (typeof TEMPLATES)[number];

export interface Arrival {
  readonly arrival: 'blank' | 'sample' | TemplateName;
}

export function isArrival(state: unknown): state is Arrival {
  return typeof state === 'object' && state !== null && 'arrival' in state;
}
