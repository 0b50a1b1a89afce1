/** Reads a figure from what the server tells Prometheus. */

/** @param name without the prefix. @returns NaN when there is none of that name. */
export function readMetric(text: string, name: string): number {
  return Number(new RegExp(`^scriptorium_${name} (\\S+)`, 'm').exec(text)?.[1]);
}
