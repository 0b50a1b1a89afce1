import { describe, expect, test } from 'vitest';
import { flattenDocument } from '../../../server/contract/document/flatten.ts';
import { compareOrdered, keysBetween, orderKeysFor } from '../../../server/contract/document/order-keys.ts';
import { withRegularTables } from '../../../server/contract/document/regular-tables.ts';
import { tableKeys } from '../../../server/contract/document/table.ts';
import type { Json, TreeNode } from '../../../server/contract/document/tree.ts';
import { randomDocument } from '../../support/random-document.ts';
import { seededRandom } from '../../support/seeded-random.ts';

function cell(text: string, attrs: Record<string, Json> = {}): TreeNode {
  return { type: 'tableCell', attrs, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
}

function table(rows: readonly TreeNode[][], attrs: Record<string, Json> = {}): TreeNode {
  return { type: 'table', attrs, content: rows.map((content) => ({ type: 'tableRow', content })) };
}

function newIds(): () => string {
  let next = 0;
  return () => `n${next++}`;
}

/** Text of each cell, row by row; '' where it is empty. */
function grid(node: TreeNode): string[][] {
  return (node.content ?? []).map((row) =>
    (row.content ?? []).map((each) => each.content?.[0]?.content?.[0]?.text ?? ''),
  );
}

describe('order keys', () => {
  test('there is always room: 2,000 keys put in at random places stay in order, short and distinct', () => {
    const random = seededRandom(1);
    const keys: string[] = [];
    for (let count = 0; count < 2_000; count++) {
      const at = random.below(keys.length + 1);
      keys.splice(at, 0, ...keysBetween(keys[at - 1] ?? '', keys[at] ?? null, 1));
    }
    expect([...keys].sort((a, b) => (a < b ? -1 : 1))).toEqual(keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(Math.max(...keys.map((key) => key.length))).toBeLessThan(12);
  });

  test('a moved row gets a new key, the others keep theirs', () => {
    const current = new Map([...'abcde'].map((id, i) => [id, String(i + 1)]));
    const keys = orderKeysFor(['b', 'c', 'a', 'd', 'x', 'e'], current);
    expect([...keys].filter(([id, key]) => current.get(id) !== key).map(([id]) => id)).toEqual(['a', 'x']);
    expect(
      [...keys]
        .map(([id, key]) => ({ id, key }))
        .sort(compareOrdered)
        .map((row) => row.id),
    ).toEqual([...keys.keys()]);
  });

  test('equal keys of two people, and keys that are none, do not stop anybody', () => {
    const current = new Map([
      ['a', 'V'],
      ['b', 'V'],
      ['c', ''],
      ['d', 'x0'],
    ]);
    const keys = [...orderKeysFor(['a', 'new', 'b', 'c', 'd'], current).values()];
    expect([...keys].sort((a, b) => (a < b ? -1 : 1))).toEqual(keys);
    expect(new Set(keys).size).toBe(5);
    expect([...orderKeysFor(['a', 'b'], current).values()]).toEqual(['V', 'V']);
  });
});

describe('regular tables', () => {
  test('merged and missing cells become single ones, and no text is lost', () => {
    const ragged = table([[cell('a', { colspan: 2 }), cell('b', { rowspan: 2 })], [cell('c')]]);
    const made = withRegularTables(ragged, newIds());
    expect(grid(made)).toEqual([
      ['a', '', 'b'],
      ['c', '', ''],
    ]);
    expect(() => tableKeys(made)).not.toThrow();
  });

  test('a new row or column gets an id, the others keep theirs', () => {
    const two = [cell('a', { column: 'x' }), cell('b'), cell('c', { column: 'y' })];
    const made = withRegularTables(table([two], { id: 't' }), newIds());
    expect(made.content?.[0]?.content?.map((each) => each.attrs?.column)).toEqual(['x', 'n0', 'y']);
    expect(made.attrs?.id).toBe('t');
  });

  test('a copy of a table in the same tree gets its own ids', () => {
    const doc = { type: 'doc', content: [table([[cell('a')]], { id: 't' }), table([[cell('a')]], { id: 't' })] };
    const [first, second] = withRegularTables(doc, newIds()).content ?? [];
    expect(first?.attrs?.id).toBe('t');
    expect(second?.attrs?.id).not.toBe('t');
  });

  test('what is regular already is the same object', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const doc = randomDocument(seededRandom(seed));
      expect(withRegularTables(doc, newIds())).toBe(doc);
    }
  });
});

test('a table keeps its order keys when only its text changes', () => {
  const made = withRegularTables(table([[cell('a')], [cell('b')]]), newIds());
  const current = { ...tableKeys(made), 'r:n3': 'zz' };
  const [marker] = flattenDocument({ type: 'doc', content: [made] }, { currentTableKeys: () => current }).tokens;
  expect(marker).toMatchObject({ kind: 'marker', keys: { 'r:n3': 'zz' } });
});
