/** Several sorted lists as one: a person sees what any of their reader keys sees, each document once. */

import type { Table } from './workspace.ts';

/** The ranks behind `after` of all lists together, in order, each once. */
export async function* mergedRanks(
  lists: Table<object>,
  prefixes: readonly string[],
  after: string | null,
): AsyncGenerator<string> {
  const sources = await Promise.all(
    prefixes.map(async (prefix) => {
      const rows = lists.rows({ prefix, ...(after !== null && { after: prefix + after }) });
      return { rows, prefix, rank: await nextRank(rows, prefix) };
    }),
  );
  try {
    for (;;) {
      const first = sources.reduce<string | null>((least, { rank }) => lesser(least, rank), null);
      if (first === null) return;
      yield first;
      for (const source of sources) {
        if (source.rank === first) source.rank = await nextRank(source.rows, source.prefix);
      }
    }
  } finally {
    for (const { rows } of sources) await rows.return(undefined);
  }
}

async function nextRank(rows: AsyncGenerator<readonly [string, object]>, prefix: string): Promise<string | null> {
  const { value, done } = await rows.next();
  return done === true ? null : value[0].slice(prefix.length);
}

function lesser(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
