/**
 * Every node and mark of the editor, as plain descriptions: what the model, the exports and the editor's schema all
 * agree on. Names are Tiptap's. No behaviour and no ProseMirror here; the editor's schema is tested against this.
 *
 * Kinds, by what they are in the flat text:
 *   textblock   a marker, followed by its characters
 *   leaf        a marker alone
 *   table       a marker alone; its cells are texts of their own
 *   container   a level of the paths of the blocks in it; no marker of its own
 *   atom        one embed among the characters
 */

import { isTableId } from './names.ts';
import type { Json } from './tree.ts';
import { isSafeImage, isSafeLink } from './urls.ts';

export interface AttributeSpec {
  readonly default: Json;
  /** Anything else, from a merge or from a stranger, is shown as the default. */
  readonly accepts: (value: unknown) => boolean;
}

export type AttributeSpecs = Readonly<Record<string, AttributeSpec>>;

export interface TextblockSpec {
  readonly kind: 'textblock';
  readonly attributes: AttributeSpecs;
  /** `rich`: marks, atoms and hard breaks. `plain`: characters only, line breaks as they are. */
  readonly inline: 'rich' | 'plain';
  /** Whether it is shown as a paragraph where only a paragraph may stand; otherwise an empty one is put before it. */
  readonly yieldsToParagraph: boolean;
}

export interface LeafSpec {
  readonly kind: 'leaf' | 'table';
  readonly attributes: AttributeSpecs;
}

export interface ContainerSpec {
  readonly kind: 'container';
  readonly attributes: AttributeSpecs;
  /** `blocks`: any blocks. `item`: only containers named `item`. `details`: a summary, then a detailsContent. */
  readonly holds: 'blocks' | 'items' | 'details';
  /** The container it holds directly, where `holds` is not `blocks`. */
  readonly item?: string;
  /** The container it must stand in directly; others stand where blocks stand. */
  readonly within?: readonly string[];
  /** What a path level without `!` means after a container of the same type: go on in it, or start another. */
  readonly byDefault: 'joins' | 'starts';
  /** Content `paragraph block*`. */
  readonly startsWithParagraph: boolean;
}

export interface AtomSpec {
  readonly kind: 'atom';
  readonly attributes: AttributeSpecs;
}

export interface MarkSpec {
  readonly attributes: AttributeSpecs;
  /** An attribute without whose valid value the mark is not shown. */
  readonly required?: string;
}

export type BlockSpec = TextblockSpec | LeafSpec;
export type NodeSpec = BlockSpec | ContainerSpec | AtomSpec;

export const PARAGRAPH = 'paragraph';
export const TABLE = 'table';
export const HARD_BREAK = 'hardBreak';
const HEADING_LEVEL_MAX = 4;
export const CALLOUT_KINDS = ['note', 'tip', 'important', 'warning', 'caution'] as const;

const isText = (value: unknown): boolean => typeof value === 'string';
const isTextOrNull = (value: unknown): boolean => value === null || isText(value);
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
const isColor = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^(?:#[0-9a-f]{3,8}|[a-z]{3,30}|(?:rgb|hsl)a?\([\d\s.,%/]{1,40}\)|var\(--[a-z0-9-]{1,40}\))$/i.test(value);
const isWholeNumber =
  (from: number, to: number) =>
  (value: unknown): boolean =>
    Number.isInteger(value) && (value as number) >= from && (value as number) <= to;

function attribute(fallback: Json, accepts: (value: unknown) => boolean): AttributeSpec {
  return { default: fallback, accepts: (value) => value === fallback || accepts(value) };
}

function textblock(attributes: AttributeSpecs, inline: 'rich' | 'plain', yieldsToParagraph: boolean): TextblockSpec {
  return { kind: 'textblock', attributes, inline, yieldsToParagraph };
}

function container(holds: 'blocks' | 'items' | 'details', rest: Partial<ContainerSpec> = {}): ContainerSpec {
  return { kind: 'container', attributes: {}, holds, byDefault: 'joins', startsWithParagraph: false, ...rest };
}

const taskAttributes: AttributeSpecs = { checked: attribute(false, isBoolean) };
const orderedListAttributes: AttributeSpecs = {
  start: attribute(1, isWholeNumber(0, 1_000_000)),
  type: attribute(null, (value) => typeof value === 'string' && /^[1aAiI]$/.test(value)),
};
const imageAttributes: AttributeSpecs = {
  src: attribute(null, isSafeImage),
  alt: attribute(null, isTextOrNull),
  title: attribute(null, isTextOrNull),
  width: attribute(null, isWholeNumber(1, 10_000)),
};
const mentionAttributes: AttributeSpecs = {
  id: attribute(null, isTextOrNull),
  label: attribute(null, isTextOrNull),
  mentionSuggestionChar: attribute('@', isText),
};
const formulaAttributes: AttributeSpecs = { latex: attribute('', isText) };

export const NODE_SPECS: ReadonlyMap<string, NodeSpec> = new Map<string, NodeSpec>([
  [PARAGRAPH, textblock({}, 'rich', true)],
  ['heading', textblock({ level: attribute(1, isWholeNumber(1, HEADING_LEVEL_MAX)) }, 'rich', true)],
  ['codeBlock', textblock({ language: attribute(null, isTextOrNull) }, 'plain', true)],
  ['detailsSummary', textblock({}, 'rich', true)],
  // The characters of an image are its caption, so that two people can write it at once.
  ['image', textblock(imageAttributes, 'rich', false)],
  ['horizontalRule', { kind: 'leaf', attributes: {} }],
  ['blockMath', { kind: 'leaf', attributes: formulaAttributes }],
  [TABLE, { kind: 'table', attributes: { id: attribute(null, isTableId) } }],
  ['bulletList', container('items', { item: 'listItem' })],
  ['orderedList', container('items', { item: 'listItem', attributes: orderedListAttributes })],
  ['taskList', container('items', { item: 'taskItem' })],
  [
    'listItem',
    container('blocks', { within: ['bulletList', 'orderedList'], byDefault: 'starts', startsWithParagraph: true }),
  ],
  [
    'taskItem',
    container('blocks', {
      within: ['taskList'],
      byDefault: 'starts',
      startsWithParagraph: true,
      attributes: taskAttributes,
    }),
  ],
  ['blockquote', container('blocks')],
  [
    'callout',
    container('blocks', {
      attributes: { kind: attribute('note', (value) => CALLOUT_KINDS.some((kind) => kind === value)) },
    }),
  ],
  ['details', container('details', { item: 'detailsContent' })],
  ['detailsContent', container('blocks', { within: ['details'] })],
  ['mention', { kind: 'atom', attributes: mentionAttributes }],
  ['inlineMath', { kind: 'atom', attributes: formulaAttributes }],
  ['emoji', { kind: 'atom', attributes: { name: attribute('', isText) } }],
]);

const isColumnWidth = (value: unknown): boolean =>
  Array.isArray(value) && value.length <= 100 && value.every(isWholeNumber(0, 10_000));
const cellAttributes: AttributeSpecs = {
  // Merged cells are parted as soon as they appear (regular-tables.ts), so these pass for a moment only.
  colspan: attribute(1, isWholeNumber(1, 100)),
  rowspan: attribute(1, isWholeNumber(1, 100)),
  colwidth: attribute(null, isColumnWidth),
  column: attribute(null, isTableId),
};

/** The nodes inside a table, which the keys of the table's marker stand for. */
export const TABLE_PART_SPECS: ReadonlyMap<string, AttributeSpecs> = new Map<string, AttributeSpecs>([
  ['tableRow', { id: attribute(null, isTableId) }],
  ['tableCell', cellAttributes],
  ['tableHeader', cellAttributes],
]);

/** In the order in which the editor's schema ranks them. */
export const MARK_SPECS: ReadonlyMap<string, MarkSpec> = new Map<string, MarkSpec>([
  [
    'link',
    { attributes: { href: attribute(null, isSafeLink), title: attribute(null, isTextOrNull) }, required: 'href' },
  ],
  ['textStyle', { attributes: { color: attribute(null, isColor) }, required: 'color' }],
  ['bold', { attributes: {} }],
  ['code', { attributes: {} }],
  ['italic', { attributes: {} }],
  ['strike', { attributes: {} }],
  ['underline', { attributes: {} }],
  ['highlight', { attributes: { color: attribute(null, isColor) } }],
  ['subscript', { attributes: {} }],
  ['superscript', { attributes: {} }],
]);

/** The mark beside which no other mark is shown (ProseMirror's `excludes: '_'`). */
export const EXCLUSIVE_MARK = 'code';

/** The textblock or leaf of that name; undefined for containers, atoms and unknown names. */
export function blockSpec(type: string): BlockSpec | undefined {
  const spec = NODE_SPECS.get(type);
  return spec && spec.kind !== 'container' && spec.kind !== 'atom' ? spec : undefined;
}

export function containerSpec(type: string): ContainerSpec | undefined {
  const spec = NODE_SPECS.get(type);
  return spec?.kind === 'container' ? spec : undefined;
}

export function atomSpec(type: string): AtomSpec | undefined {
  const spec = NODE_SPECS.get(type);
  return spec?.kind === 'atom' ? spec : undefined;
}

/** The attributes of a node or mark that differ from their defaults; unknown ones are left out. */
export function changedAttributes(
  specs: AttributeSpecs,
  attrs: Readonly<Record<string, Json>> | undefined,
): Record<string, Json> {
  const changed: Record<string, Json> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const value = attrs?.[name];
    if (value !== undefined && value !== spec.default && spec.accepts(value)) changed[name] = value;
  }
  return changed;
}

/** Every attribute of a node or mark, the default where the stored value is absent or not acceptable. */
export function completeAttributes(
  specs: AttributeSpecs,
  read: (name: string) => Json | undefined,
): Record<string, Json> {
  const complete: Record<string, Json> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const value = read(name);
    complete[name] = value !== undefined && spec.accepts(value) ? value : spec.default;
  }
  return complete;
}
