/**
 * Tree -> a Word document, built with the `docx` package. Headings, lists, quotes and
 * code get Word's own styles, so that an outline, a table of contents and a style set work there; what Word has no
 * word for (callouts, toggles, formulas) keeps its text. Reading the file back gives the same document but for that.
 */

import {
  AlignmentType,
  BorderStyle,
  Document,
  ExternalHyperlink,
  type FileChild,
  HeadingLevel,
  ImageRun,
  type IRunOptions,
  LevelFormat,
  Packer,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { ImageHeader } from '../image-header.ts';
import { attributeValues } from './html.ts';
import { type MarkRun, markRuns } from './mark-runs.ts';
import { mentionText } from './mention-text.ts';
import { MARK_SPECS, NODE_SPECS } from './node-types.ts';
import { inlineText } from './plain-text.ts';
import type { TreeMark, TreeNode } from './tree.ts';

/** The bytes of an image, of a kind that Word shows. */
export interface WordImage extends ImageHeader {
  readonly kind: 'png' | 'jpeg' | 'gif';
  readonly bytes: Uint8Array;
}

export interface WordOptions {
  readonly title: string;
  /** By the `src` of the image; those that are missing are named by their alternative text. */
  readonly images: ReadonlyMap<string, WordImage>;
}

/** Of the styles below; the import knows them again. */
export const WORD_STYLES = {
  code: 'Code',
  quote: 'Quote',
  divider: 'Divider',
  formula: 'Formula',
  inlineCode: 'Code Character',
  inlineFormula: 'Formula Character',
  caption: 'Caption',
} as const;

/** Signs of a task, as Word's own lists show them. */
const WORD_TASK = { open: '☐', done: '☒' } as const;

const LEVELS = 9;
const INDENT_TWIPS = 360;
/** The width of the text on a page with usual margins. */
const TEXT_WIDTH_PX = 600;

/** The bytes of a `.docx` file. */
export async function toWordFile(doc: TreeNode, options: WordOptions): Promise<Uint8Array> {
  return new Uint8Array(await Packer.toArrayBuffer(wordDocument(doc, options)));
}

function wordDocument(doc: TreeNode, { title, images }: WordOptions): Document {
  const writer: Writer = { images, orderedLists: [] };
  const heading = title === '' ? [] : [new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(title)] })];
  const children = [...heading, ...blocks(doc.content ?? [], writer, OUTSIDE)];
  return new Document({
    title,
    creator: 'Scriptorium',
    styles: STYLES,
    numbering: { config: [bullets(), ...writer.orderedLists.map(({ reference, start }) => numbers(reference, start))] },
    sections: [{ children }],
  });
}

interface Writer {
  readonly images: ReadonlyMap<string, WordImage>;
  /** Each list counts by itself. */
  readonly orderedLists: { readonly reference: string; readonly start: number }[];
}

/** What stands around a block: the list it is in, and how many quotes. */
interface Place {
  readonly depth: number;
  readonly quoted: boolean;
}

const OUTSIDE: Place = { depth: 0, quoted: false };

function blocks(nodes: readonly TreeNode[], writer: Writer, place: Place): FileChild[] {
  return nodes.flatMap((node) => block(node, writer, place));
}

function block(node: TreeNode, writer: Writer, place: Place): FileChild[] {
  const attrs = attributeValues(NODE_SPECS.get(node.type)?.attributes, node.attrs);
  const content = node.content ?? [];
  switch (node.type) {
    case 'heading':
      return [paragraph(node, place, { heading: HEADINGS[Number(attrs.level) - 1] ?? HeadingLevel.HEADING_4 })];
    case 'codeBlock':
      return inlineText(node)
        .split('\n')
        .map((line) => new Paragraph({ style: WORD_STYLES.code, children: [new TextRun(line)] }));
    case 'horizontalRule':
      return [new Paragraph({ style: WORD_STYLES.divider })];
    case 'blockMath':
      return [new Paragraph({ style: WORD_STYLES.formula, children: [new TextRun(String(attrs.latex))] })];
    case 'image':
      return image(node, String(attrs.src ?? ''), writer, attrs);
    case 'table':
      return [table(node, writer)];
    case 'bulletList':
      return content.flatMap((item) => listItem(item, writer, place, { kind: 'bullet' }));
    case 'orderedList':
      return orderedList(node, Number(attrs.start ?? 1), writer, place);
    case 'taskList':
      return content.flatMap((item) =>
        listItem(item, writer, place, { kind: 'task', done: item.attrs?.checked === true }),
      );
    case 'blockquote':
    case 'callout':
      return blocks(content, writer, { ...place, quoted: true });
    case 'details':
    case 'detailsContent':
      return blocks(content, writer, place);
    default:
      return [paragraph(node, place)];
  }
}

const HEADINGS = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3, HeadingLevel.HEADING_4];

type ParagraphSettings = Exclude<ConstructorParameters<typeof Paragraph>[0], string>;

function paragraph(node: TreeNode, place: Place, settings: ParagraphSettings = {}): Paragraph {
  const style = place.quoted ? { style: WORD_STYLES.quote } : {};
  const indent = place.depth > 0 ? { indent: { left: place.depth * INDENT_TWIPS } } : {};
  return new Paragraph({ ...style, ...indent, ...settings, children: inline(node) });
}

type ItemSign =
  | { readonly kind: 'bullet' }
  | { readonly kind: 'number'; readonly reference: string }
  | { readonly kind: 'task'; readonly done: boolean };

function orderedList(node: TreeNode, start: number, writer: Writer, place: Place): FileChild[] {
  const reference = `numbers-${writer.orderedLists.length}`;
  writer.orderedLists.push({ reference, start });
  return (node.content ?? []).flatMap((item) => listItem(item, writer, place, { kind: 'number', reference }));
}

/** The first paragraph carries the sign; what follows is indented under it. */
function listItem(item: TreeNode, writer: Writer, place: Place, sign: ItemSign): FileChild[] {
  const [first, ...rest] = item.content ?? [];
  const level = Math.min(place.depth, LEVELS - 1);
  const inside: Place = { ...place, depth: place.depth + 1 };
  const children = first ? inline(first) : [];
  return [firstOfItem(children, level, sign), ...blocks(rest, writer, inside)];
}

function firstOfItem(children: readonly ParagraphChild[], level: number, sign: ItemSign): Paragraph {
  if (sign.kind === 'task') {
    const box = new TextRun(`${sign.done ? WORD_TASK.done : WORD_TASK.open} `);
    return new Paragraph({ bullet: { level }, children: [box, ...children] });
  }
  const reference = sign.kind === 'bullet' ? BULLETS : sign.reference;
  return new Paragraph({ numbering: { reference, level }, children });
}

function image(node: TreeNode, src: string, writer: Writer, attrs: Readonly<Record<string, unknown>>): FileChild[] {
  const alt = String(attrs.alt ?? '');
  const caption = inline(node);
  const picture = writer.images.get(src);
  const shown = picture ? imageRun(picture, alt, attrs.width) : new TextRun({ text: `[${alt || src}]`, italics: true });
  return [
    new Paragraph({ children: [shown] }),
    ...(caption.length === 0 ? [] : [new Paragraph({ style: WORD_STYLES.caption, children: caption })]),
  ];
}

function imageRun({ kind, width, height, bytes }: WordImage, alt: string, wanted: unknown): ImageRun {
  const shownWidth = Math.min(TEXT_WIDTH_PX, typeof wanted === 'number' ? wanted : width);
  return new ImageRun({
    type: kind === 'jpeg' ? 'jpg' : kind,
    data: bytes,
    transformation: { width: shownWidth, height: Math.max(1, Math.round((height * shownWidth) / width)) },
    altText: { name: alt || 'image', title: '', description: alt },
  });
}

function table(node: TreeNode, writer: Writer): Table {
  const rows = node.content ?? [];
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(({ content = [] }, index) => {
      const isHeader = index === 0 && content.every(({ type }) => type === 'tableHeader');
      return new TableRow({ tableHeader: isHeader, children: content.map((cell) => tableCell(cell, writer)) });
    }),
  });
}

function tableCell(cell: TreeNode, writer: Writer): TableCell {
  const children = blocks(cell.content ?? [], writer, OUTSIDE).filter((child) => isCellChild(child));
  const shading = cell.type === 'tableHeader' ? { shading: { type: ShadingType.CLEAR, fill: 'EEEEEE' } } : {};
  return new TableCell({ ...shading, children: children.length > 0 ? children : [new Paragraph({})] });
}

function isCellChild(child: FileChild): child is Paragraph | Table {
  return child instanceof Paragraph || child instanceof Table;
}

function inline(textblock: TreeNode): ParagraphChild[] {
  return markRuns(textblock.content ?? []).flatMap((run) => runChildren(run, {}));
}

function runChildren(run: MarkRun, format: IRunOptions): ParagraphChild[] {
  if (run.kind === 'node') return nodeRuns(run.node, format);
  const { href } = attributeValues(MARK_SPECS.get(run.mark.type)?.attributes, run.mark.attrs);
  if (run.mark.type !== 'link' || typeof href !== 'string') {
    return run.runs.flatMap((inner) => runChildren(inner, { ...format, ...formatOf(run.mark) }));
  }
  const children = run.runs.flatMap((inner) => runChildren(inner, { ...format, style: 'Hyperlink' }));
  return [new ExternalHyperlink({ link: href, children })];
}

function formatOf(mark: TreeMark): IRunOptions {
  const { color } = attributeValues(MARK_SPECS.get(mark.type)?.attributes, mark.attrs);
  switch (mark.type) {
    case 'bold':
      return { bold: true };
    case 'italic':
      return { italics: true };
    case 'strike':
      return { strike: true };
    case 'underline':
      return { underline: {} };
    case 'subscript':
      return { subScript: true };
    case 'superscript':
      return { superScript: true };
    case 'code':
      return { style: 'CodeCharacter' };
    case 'highlight':
      return { shading: { type: ShadingType.CLEAR, fill: hexOf(color) ?? 'FFF3A3' } };
    case 'textStyle':
      return hexOf(color) === null ? {} : { color: hexOf(color) ?? 'auto' };
    default:
      return {};
  }
}

/** `RRGGBB`; null for colours that are said by name or function. */
function hexOf(color: unknown): string | null {
  return typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? color.slice(1).toUpperCase() : null;
}

function nodeRuns(node: TreeNode, format: IRunOptions): ParagraphChild[] {
  switch (node.type) {
    case 'text':
      return [new TextRun({ ...format, text: node.text ?? '' })];
    case 'hardBreak':
      return [new TextRun({ ...format, break: 1 })];
    case 'mention':
      return [new TextRun({ ...format, text: mentionText(node.attrs ?? {}) })];
    case 'inlineMath':
      return [formula(String(node.attrs?.latex ?? ''))];
    case 'emoji':
      return [new TextRun({ ...format, text: `:${String(node.attrs?.name ?? '')}:` })];
    default:
      return [];
  }
}

function formula(latex: string): TextRun {
  return new TextRun({ text: latex, style: 'FormulaCharacter' });
}

const BULLETS = 'bullets';

function bullets() {
  return {
    reference: BULLETS,
    levels: listLevels(LevelFormat.BULLET, (level) => ['•', '◦', '▪'][level % 3] ?? '•', 1),
  };
}

function numbers(reference: string, start: number) {
  return { reference, levels: listLevels(LevelFormat.DECIMAL, (level) => `%${level + 1}.`, start) };
}

function listLevels(
  format: (typeof LevelFormat)[keyof typeof LevelFormat],
  sign: (level: number) => string,
  start: number,
) {
  return Array.from({ length: LEVELS }, (_, level) => ({
    level,
    format,
    text: sign(level),
    alignment: AlignmentType.LEFT,
    start,
    style: { paragraph: { indent: { left: (level + 1) * INDENT_TWIPS, hanging: INDENT_TWIPS * 0.75 } } },
  }));
}

const MONO = { font: 'Consolas', size: 20 };
const MATH = { font: 'Cambria Math' };

const STYLES: NonNullable<ConstructorParameters<typeof Document>[0]['styles']> = {
  default: { document: { run: { font: 'Calibri', size: 22 }, paragraph: { spacing: { after: 120 } } } },
  paragraphStyles: [
    {
      id: 'Code',
      name: WORD_STYLES.code,
      basedOn: 'Normal',
      run: MONO,
      paragraph: { spacing: { after: 0 }, shading: { type: ShadingType.CLEAR, fill: 'F4F4F4' } },
    },
    {
      id: 'Quote',
      name: WORD_STYLES.quote,
      basedOn: 'Normal',
      run: { italics: true, color: '444444' },
      paragraph: { indent: { left: 2 * INDENT_TWIPS } },
    },
    {
      id: 'Divider',
      name: WORD_STYLES.divider,
      basedOn: 'Normal',
      paragraph: { border: { bottom: { style: BorderStyle.SINGLE, size: 6, color: 'BBBBBB', space: 1 } } },
    },
    {
      id: 'Formula',
      name: WORD_STYLES.formula,
      basedOn: 'Normal',
      run: MATH,
      paragraph: { alignment: AlignmentType.CENTER },
    },
    { id: 'Caption', name: WORD_STYLES.caption, basedOn: 'Normal', run: { size: 18, color: '666666' } },
  ],
  characterStyles: [
    { id: 'CodeCharacter', name: WORD_STYLES.inlineCode, run: MONO },
    { id: 'FormulaCharacter', name: WORD_STYLES.inlineFormula, run: MATH },
  ],
};
