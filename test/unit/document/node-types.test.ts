import { describe, expect, test } from 'vitest';
import { MARK_SPECS, NODE_SPECS, TABLE_PART_SPECS } from '../../../server/contract/document/node-types.ts';
import { editorSchema } from '../../support/editor-schema.ts';

describe('the contract and the schema of the editor describe the same nodes and marks', () => {
  test('names', () => {
    const known = [...NODE_SPECS.keys(), ...TABLE_PART_SPECS.keys(), 'doc', 'text', 'hardBreak'];
    expect(Object.keys(editorSchema.nodes).sort()).toEqual(known.sort());
  });

  test('marks, in the order in which they are nested', () => {
    expect(Object.keys(editorSchema.marks)).toEqual([...MARK_SPECS.keys()]);
  });

  const specs = [
    ...[...NODE_SPECS].map(([name, { attributes }]) => ({ name, attributes, of: editorSchema.nodes[name]?.spec })),
    ...[...TABLE_PART_SPECS].map(([name, attributes]) => ({ name, attributes, of: editorSchema.nodes[name]?.spec })),
    ...[...MARK_SPECS].map(([name, { attributes }]) => ({ name, attributes, of: editorSchema.marks[name]?.spec })),
  ];

  test.each(specs)('R39: $name has the same attributes and defaults, each with a check', ({ attributes, of }) => {
    const attrs = of?.attrs ?? {};
    expect(Object.keys(attrs).sort()).toEqual(Object.keys(attributes).sort());
    for (const [name, { default: fallback }] of Object.entries(attributes)) {
      expect(attrs[name]?.default).toBe(fallback);
      const validate = attrs[name]?.validate;
      if (typeof validate !== 'function') expect.fail(`${name} has no check`);
      else {
        expect(() => validate(Symbol('nonsense'))).toThrow(RangeError);
        expect(() => validate(fallback)).not.toThrow();
      }
    }
  });
});
