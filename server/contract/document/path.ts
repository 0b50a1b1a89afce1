/**
 * The `in` key of a marker: the containers around a block, from outside in, as one string.
 *
 *   bulletList/listItem!/blockquote     a quote inside a list item that began with an earlier block
 *
 * `!` turns the default of a level around. Without it a list, a quote or another container joins a neighbour of its
 * type before it, and an item starts anew; with it the container starts anew, and the item is continued.
 * One string, so that two people who move a block at once leave it in one place or the other, never in a mixture.
 */

export interface PathLevel {
  readonly type: string;
  /** The `!`. */
  readonly flagged: boolean;
}

/** Total: whatever is not a string is no path. */
export function parsePath(path: unknown): PathLevel[] {
  if (typeof path !== 'string' || path === '') return [];
  return path.split('/').map((level) => {
    const flagged = level.endsWith('!');
    return { type: flagged ? level.slice(0, -1) : level, flagged };
  });
}

export function formatPath(levels: readonly PathLevel[]): string {
  return levels.map((level) => (level.flagged ? `${level.type}!` : level.type)).join('/');
}
