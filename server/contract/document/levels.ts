/**
 * Which containers a block is shown in. Its path says what was meant when it was written; merges, deletions and other
 * software can leave paths in which a level may not stand where it stands. Such a level is dropped from the view.
 */

import { NESTING_LEVELS_MAX } from '../limits.ts';
import { type ContainerSpec, containerSpec } from './node-types.ts';
import type { PathLevel } from './path.ts';

export interface Level {
  readonly type: string;
  readonly spec: ContainerSpec;
  /** The `!`. */
  readonly flagged: boolean;
  /** Index in the path, from inside, as the keys `c<k>:` count it; null for a level that the path does not name. */
  readonly fromInside: number | null;
}

export interface ShownLevels {
  readonly levels: readonly Level[];
  /** Types this version does not know, for the note beside the block. */
  readonly unknown: readonly string[];
}

/** The levels of a path that can be shown around a block of the given type, outermost first. */
export function shownLevels(path: readonly PathLevel[], blockType: string): ShownLevels {
  const levels: Level[] = [];
  const unknown: string[] = [];
  path.forEach(({ type, flagged }, depth) => {
    const spec = containerSpec(type);
    if (!spec) unknown.push(type);
    else if (levels.length < NESTING_LEVELS_MAX) {
      addLevel(levels, { type, spec, flagged, fromInside: path.length - 1 - depth });
    }
  });
  closeForBlock(levels, blockType);
  return { levels, unknown };
}

function addLevel(levels: Level[], level: Level): void {
  // A list holds its items and nothing else: without them it is not there.
  while (levels.at(-1)?.spec.holds === 'items' && levels.at(-1)?.spec.item !== level.type) levels.pop();
  if (levels.at(-1)?.spec.holds === 'details' && level.type !== 'detailsContent') levels.push(impliedContent());
  if (level.spec.within && !level.spec.within.includes(levels.at(-1)?.type ?? '')) return;
  levels.push(level);
}

function closeForBlock(levels: Level[], blockType: string): void {
  while (levels.at(-1)?.spec.holds === 'items') levels.pop();
  if (levels.at(-1)?.spec.holds === 'details' && blockType !== 'detailsSummary') levels.push(impliedContent());
}

/** In details everything but the summary stands in the content, said or not. */
function impliedContent(): Level {
  return {
    type: 'detailsContent',
    spec: containerSpec('detailsContent') as ContainerSpec,
    flagged: false,
    fromInside: null,
  };
}
