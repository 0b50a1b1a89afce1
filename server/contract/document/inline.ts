/**
 * The characters of one textblock, between tokens and tree. One token unit is one position in the tree: a character,
 * an atom, and a line break (`\n` in the tokens; a hard break in the tree, `\n` where only characters may stand).
 *
 * Towards the tree this is total: marks that may not stand there are hidden, and an atom that may not is shown as one
 * replacement character. Both stay in the text.
 */

import {
  atomSpec,
  changedAttributes,
  completeAttributes,
  EXCLUSIVE_MARK,
  HARD_BREAK,
  MARK_SPECS,
  type TextblockSpec,
} from './node-types.ts';
import { type InlineToken, type Marks, NO_MARKS, pushToken, type Token } from './tokens.ts';
import { type Attributes, type Json, jsonEqual, type TreeMark, type TreeNode } from './tree.ts';

/** Shown for an atom that may not stand where it stands, or that this version does not know. */
export const REPLACEMENT = '\uFFFC';

/** The tree's inline nodes for the tokens of a textblock. */
export function inlineNodes(tokens: readonly InlineToken[], inline: TextblockSpec['inline']): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (const token of tokens) {
    const marks = inline === 'rich' ? shownMarks(token.marks) : NO_TREE_MARKS;
    if (token.kind === 'atom') pushInline(nodes, atomNode(token.type, token.attrs, marks, inline));
    else if (inline === 'plain') pushInline(nodes, textNode(token.text, marks));
    else pushLines(nodes, token.text, marks);
  }
  return nodes;
}

function pushLines(nodes: TreeNode[], text: string, marks: readonly TreeMark[]): void {
  text.split('\n').forEach((line, i) => {
    if (i > 0) nodes.push(withMarks({ type: HARD_BREAK }, marks));
    if (line !== '') pushInline(nodes, textNode(line, marks));
  });
}

function pushInline(nodes: TreeNode[], node: TreeNode): void {
  const last = nodes.at(-1);
  if (last?.text !== undefined && node.text !== undefined && jsonEqual(marksJson(last), marksJson(node))) {
    nodes[nodes.length - 1] = { ...last, text: last.text + node.text };
  } else {
    nodes.push(node);
  }
}

function marksJson(node: TreeNode): Json {
  return (node.marks ?? []) as unknown as Json;
}

function textNode(text: string, marks: readonly TreeMark[]): TreeNode {
  return withMarks({ type: 'text', text }, marks);
}

function atomNode(
  type: string,
  attrs: Attributes,
  marks: readonly TreeMark[],
  inline: TextblockSpec['inline'],
): TreeNode {
  const spec = inline === 'rich' ? atomSpec(type) : undefined;
  if (!spec) return textNode(REPLACEMENT, NO_TREE_MARKS);
  return withMarks({ type, attrs: completeAttributes(spec.attributes, (name) => attrs[name]) }, marks);
}

function withMarks(node: TreeNode, marks: readonly TreeMark[]): TreeNode {
  return marks.length === 0 ? node : { ...node, marks };
}

const NO_TREE_MARKS: readonly TreeMark[] = [];

/** The marks that are shown, in the order of the schema. */
function shownMarks(marks: Marks): readonly TreeMark[] {
  if (marks === NO_MARKS) return NO_TREE_MARKS;
  const exclusive = shownMark(EXCLUSIVE_MARK, marks[EXCLUSIVE_MARK]);
  if (exclusive) return [exclusive];
  const shown: TreeMark[] = [];
  for (const name of MARK_SPECS.keys()) {
    const mark = shownMark(name, marks[name]);
    if (mark) shown.push(mark);
  }
  return shown;
}

function shownMark(name: string, value: Json | undefined): TreeMark | undefined {
  const spec = MARK_SPECS.get(name);
  if (!spec || value === undefined || value === null || value === false) return undefined;
  const stored = typeof value === 'object' && !Array.isArray(value) ? (value as Attributes) : {};
  const attrs = completeAttributes(spec.attributes, (attribute) => stored[attribute]);
  if (spec.required !== undefined && attrs[spec.required] === null) return undefined;
  return Object.keys(attrs).length === 0 ? { type: name } : { type: name, attrs };
}

/** Appends the tokens of a textblock's inline nodes. */
export function pushInlineTokens(tokens: Token[], nodes: readonly TreeNode[]): void {
  for (const node of nodes) pushToken(tokens, inlineToken(node));
}

function inlineToken(node: TreeNode): InlineToken {
  const marks = storedMarks(node.marks ?? []);
  if (node.type === 'text') return { kind: 'text', text: node.text ?? '', marks };
  if (node.type === HARD_BREAK) return { kind: 'text', text: '\n', marks };
  const spec = atomSpec(node.type);
  return {
    kind: 'atom',
    type: node.type,
    attrs: spec ? changedAttributes(spec.attributes, node.attrs) : (node.attrs ?? {}),
    marks,
  };
}

/** Marks of the tree as they are stored: `true`, or the attributes that differ from their defaults. */
export function storedMarks(marks: readonly TreeMark[]): Marks {
  if (marks.length === 0) return NO_MARKS;
  const stored: Record<string, Json> = {};
  for (const { type, attrs } of marks) {
    const spec = MARK_SPECS.get(type);
    const changed = spec ? changedAttributes(spec.attributes, attrs) : (attrs ?? {});
    stored[type] = Object.keys(changed).length === 0 ? true : changed;
  }
  return stored;
}
