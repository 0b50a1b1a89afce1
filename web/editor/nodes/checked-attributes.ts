/**
 * The attributes of a node or mark for Tiptap, made from their description in the contract: one list of names,
 * defaults and acceptable values for the editor, the server and the exports. What arrives from another person's
 * program, or with a paste, is checked against it.
 */

import type { Attribute, Attributes } from '@tiptap/core';
import {
  type AttributeSpec,
  type AttributeSpecs,
  MARK_SPECS,
  NODE_SPECS,
  TABLE_PART_SPECS,
} from '../../../server/contract/document/node-types.ts';

/**
 * Tiptap attributes of the node or mark with this name. How they are read from and written to HTML is taken from
 * `stock`; those that are not in it are `data-` attributes, and those in it that the contract does not know are gone.
 */
export function checkedAttributes(name: string, stock: Attributes = {}): Attributes {
  return Object.fromEntries(
    Object.entries(specsOf(name)).map(([attribute, spec]) => [
      attribute,
      checkedAttribute(attribute, spec, stock[attribute] ?? dataAttribute(attribute, spec)),
    ]),
  );
}

function specsOf(name: string): AttributeSpecs {
  return NODE_SPECS.get(name)?.attributes ?? MARK_SPECS.get(name)?.attributes ?? TABLE_PART_SPECS.get(name) ?? {};
}

function checkedAttribute(name: string, spec: AttributeSpec, stock: Partial<Attribute>): Partial<Attribute> {
  const read = stock.parseHTML ?? ((element: HTMLElement) => element.getAttribute(name));
  return {
    ...stock,
    default: spec.default,
    validate: (value: unknown) => {
      if (!spec.accepts(value)) throw new RangeError(`not an acceptable ${name}`);
    },
    parseHTML: (element: HTMLElement) => {
      const value: unknown = read(element);
      // Undefined leaves it to the parse rule (the level of an h2), and to the default after that.
      return spec.accepts(value) ? value : undefined;
    },
  };
}

function dataAttribute(name: string, spec: AttributeSpec): Partial<Attribute> {
  return {
    parseHTML: (element) => element.getAttribute(`data-${name}`),
    renderHTML: (attributes) => (attributes[name] === spec.default ? {} : { [`data-${name}`]: attributes[name] }),
  };
}
