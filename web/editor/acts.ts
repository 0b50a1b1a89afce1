/**
 * Everything a person can do to a document, once: what it is called, which keys do it, and when it applies. The keys of
 * the editor and of the page, the list of shortcuts, the command menu, the slash menu and the menu of a block are all
 * made from this list, so that none of them can promise what another does not keep.
 */

import type { CanCommands, Editor } from '@tiptap/core';
import { copyText } from '../lib/clipboard.ts';
import { text } from '../ui/text.ts';
import * as blockCommands from './blocks/block-commands.ts';
import * as commands from './commands.ts';
import { type FindRequest, requestFind } from './find/find-requests.ts';
import { hasLinkAtCaret, openLinkAtCaret } from './links/open-link.ts';
import { turnToggleAtCaret } from './nodes/toggles.ts';
import { announceProblem } from './panels/editor-problems.ts';
import {
  choosePageFont,
  PAGE_FONTS,
  pageView,
  showBar,
  toggleComments,
  toggleHistory,
  toggleOutline,
} from './panels/page-view.ts';
import { indent } from './writing/indent.ts';

/** Parts of the page that a key or a menu opens; each is loaded when it is first opened. */
export type PanelName = 'link' | 'comment' | 'find' | 'finder' | 'shortcuts' | 'words' | 'save' | 'block';

/** What an act works on: the editor, and the page around it. */
export interface Desk {
  readonly editor: Editor;
  open(panel: PanelName): void;
  focusToolbar(): void;
  /** Says something in passing, to eye and ear. */
  say(sentence: string, undo?: () => void): void;
}

export type SectionName = keyof typeof text.sections;

export interface Act {
  readonly id: string;
  readonly label: string;
  readonly section: SectionName;
  /** The first is shown. `Mod` is Ctrl, or Cmd on a Mac. */
  readonly keys: readonly string[];
  /** `text`: the key works in the text. `page`: also where the focus is elsewhere on the page. */
  readonly scope: 'text' | 'page';
  /** Other words by which it is found. */
  readonly alsoCalled: string;
  /** False leaves the key to whoever else has a use for it. */
  run(desk: Desk): boolean;
  applies(editor: Editor, can?: CanCommands): boolean;
}

const words = text.commands;
const blockWords = text.blocks;
const also = text.alsoCalled;

const { paragraph, heading1, heading2, heading3, heading4 } = commands;

export const ACTS: readonly Act[] = [
  act('undo', 'page', words.undo, commands.undo, { keys: ['Mod+Z'] }),
  act('redo', 'page', words.redo, commands.redo, { keys: ['Mod+Shift+Z', 'Mod+Y'] }),

  act('paragraph', 'style', words.paragraph, paragraph, { keys: ['Mod+Alt+0'], also: also.paragraph }),
  act('heading1', 'style', words.heading1, heading1, { keys: ['Mod+Alt+1'], also: also.heading }),
  act('heading2', 'style', words.heading2, heading2, { keys: ['Mod+Alt+2'], also: also.heading }),
  act('heading3', 'style', words.heading3, heading3, { keys: ['Mod+Alt+3'], also: also.heading }),
  act('heading4', 'style', words.heading4, heading4, { keys: ['Mod+Alt+4'], also: also.heading }),

  act('bold', 'emphasis', words.bold, commands.bold, { keys: ['Mod+B'] }),
  act('italic', 'emphasis', words.italic, commands.italic, { keys: ['Mod+I'] }),
  act('underline', 'emphasis', words.underline, commands.underline, { keys: ['Mod+U'] }),
  act('strike', 'emphasis', words.strike, commands.strike, { keys: ['Mod+Shift+S'] }),
  act('code', 'emphasis', words.code, commands.code, { keys: ['Mod+E'] }),
  act('highlight', 'emphasis', words.highlight, commands.highlight, { keys: ['Mod+Shift+H'] }),
  act('subscript', 'emphasis', words.subscript, commands.subscript, { keys: ['Mod+,'], also: also.subscript }),
  act('superscript', 'emphasis', words.superscript, commands.superscript, { keys: ['Mod+.'], also: also.superscript }),
  desk('link', 'emphasis', words.link, ({ open }) => open('link'), { keys: ['Mod+K'], applies: commands.canLink }),
  own('openLink', 'emphasis', text.link.openAtCaret, openLinkAtCaret, ['Alt+Enter'], hasLinkAtCaret),
  act('clear', 'emphasis', words.clear, blockCommands.clearMarks, { keys: ['Mod+\\'] }),

  act('bulletList', 'lists', words.bulletList, commands.bulletList, { keys: ['Mod+Shift+8'], also: also.bulletList }),
  act('orderedList', 'lists', words.orderedList, commands.orderedList, {
    keys: ['Mod+Shift+7'],
    also: also.orderedList,
  }),
  act('taskList', 'lists', words.taskList, commands.taskList, { keys: ['Mod+Shift+9'], also: also.taskList }),
  own('toggleTask', 'lists', words.toggleTask, commands.toggleTask, ['Mod+Enter'], (editor) =>
    editor.isActive('taskItem'),
  ),
  own('indent', 'lists', words.indent, (editor) => indent(editor, 'in'), ['Tab'], inList),
  own('outdent', 'lists', words.outdent, (editor) => indent(editor, 'out'), ['Shift+Tab'], inList),

  act('blockquote', 'insert', words.blockquote, commands.blockquote, { keys: ['Mod+Shift+B'], also: also.blockquote }),
  act('codeBlock', 'insert', words.codeBlock, commands.codeBlock, { keys: ['Mod+Alt+C'], also: also.codeBlock }),
  act('table', 'insert', blockWords.table, blockCommands.insertTable, { also: also.table }),
  act('details', 'insert', blockWords.details, blockCommands.details, { also: also.details }),
  // Behind the task: the same key in a task of a toggle ticks that.
  own('turnToggle', 'insert', words.turnToggle, turnToggleAtCaret, ['Mod+Enter'], (editor) =>
    editor.isActive('details'),
  ),
  act('callout', 'insert', blockWords.callout, blockCommands.callout, { also: also.callout }),
  ...(['tip', 'important', 'warning', 'caution'] as const).map((kind) =>
    act(kind, 'insert', text.callouts[kind], blockCommands.calloutOf(kind), { also: also.calloutKind }),
  ),
  act('rule', 'insert', blockWords.rule, blockCommands.rule, { also: also.rule }),
  act('image', 'insert', text.images.insert, blockCommands.image, { also: also.image }),
  act('formula', 'insert', text.formula.insert, blockCommands.formula, { also: also.formula }),
  act('emoji', 'insert', words.emoji, blockCommands.startEmoji, { also: also.emoji }),
  act('mention', 'insert', words.mention, blockCommands.startMention, { also: also.mention }),

  act('addRowAbove', 'table', blockWords.addRowAbove, blockCommands.addRowAbove),
  act('addRowBelow', 'table', blockWords.addRowBelow, blockCommands.addRowBelow),
  act('addColumnLeft', 'table', blockWords.addColumnLeft, blockCommands.addColumnLeft),
  act('addColumnRight', 'table', blockWords.addColumnRight, blockCommands.addColumnRight),
  act('moveRowUp', 'table', blockWords.moveRowUp, blockCommands.moveRowUp, { keys: ['Mod+Alt+Shift+ArrowUp'] }),
  act('moveRowDown', 'table', blockWords.moveRowDown, blockCommands.moveRowDown, { keys: ['Mod+Alt+Shift+ArrowDown'] }),
  act('moveColumnLeft', 'table', blockWords.moveColumnLeft, blockCommands.moveColumnLeft, {
    keys: ['Mod+Alt+Shift+ArrowLeft'],
  }),
  act('moveColumnRight', 'table', blockWords.moveColumnRight, blockCommands.moveColumnRight, {
    keys: ['Mod+Alt+Shift+ArrowRight'],
  }),
  act('widenColumn', 'table', blockWords.widenColumn, blockCommands.widenColumn),
  act('narrowColumn', 'table', blockWords.narrowColumn, blockCommands.narrowColumn),
  act('equalColumns', 'table', blockWords.equalColumns, blockCommands.equalColumns),
  act('headerRow', 'table', blockWords.headerRow, blockCommands.headerRow),
  act('headerColumn', 'table', blockWords.headerColumn, blockCommands.headerColumn),
  act('deleteRow', 'table', blockWords.deleteRow, blockCommands.deleteRow),
  act('deleteColumn', 'table', blockWords.deleteColumn, blockCommands.deleteColumn),
  act('deleteTable', 'table', blockWords.deleteTable, blockCommands.deleteTable),

  own('moveUp', 'block', words.moveUp, late(loadMoves, move('up')), ['Mod+Alt+ArrowUp'], isEditable),
  own('moveDown', 'block', words.moveDown, late(loadMoves, move('down')), ['Mod+Alt+ArrowDown'], isEditable),
  own('duplicate', 'block', words.duplicate, late(loadBlockActs, duplicate), [], isEditable),
  desk('copyLink', 'block', words.copyLink, copyBlockLink, {}),
  own('deleteBlock', 'block', words.deleteBlock, late(loadBlockActs, remove), [], isEditable),
  own('describeImage', 'block', words.describeImage, late(loadFields, toField('image')), [], isIn('image')),
  own('codeLanguage', 'block', text.code.language, late(loadFields, toField('codeBlock')), [], isIn('codeBlock')),
  desk('block', 'block', words.blockMenu, ({ open }) => open('block'), { applies: isEditable }),

  desk('find', 'page', words.find, finding('again'), { keys: ['Mod+F'], scope: 'page', also: also.find }),
  desk('findNext', 'page', text.find.next, finding('next'), { keys: ['Mod+G', 'F3'], scope: 'page' }),
  desk('findPrevious', 'page', text.find.previous, finding('previous'), {
    keys: ['Mod+Shift+G', 'Shift+F3'],
    scope: 'page',
  }),
  // Behind the link: the same key where nothing is selected.
  desk('finder', 'page', words.commands, ({ open }) => open('finder'), { keys: ['Mod+K'], scope: 'page' }),
  desk('shortcuts', 'page', words.shortcuts, ({ open }) => open('shortcuts'), {
    keys: ['?', 'Mod+/'],
    scope: 'page',
  }),
  desk('outline', 'page', words.outline, () => toggleOutline(), { keys: ['Mod+Alt+O'], scope: 'page' }),
  desk('history', 'page', words.history, () => toggleHistory(), {
    keys: ['Mod+Alt+Shift+H'],
    scope: 'page',
    also: also.history,
  }),
  desk('comment', 'page', words.comment, ({ open }) => open('comment'), {
    keys: ['Mod+Alt+M'],
    scope: 'page',
    also: also.comment,
  }),
  desk('comments', 'page', words.comments, () => toggleComments(), { keys: ['Mod+Alt+Shift+M'], scope: 'page' }),
  desk('bar', 'page', words.bar, () => showBar(!pageView.value.hasBar), { applies: isEditable }),
  desk('words', 'page', words.words, ({ open }) => open('words'), { also: also.words }),
  ...PAGE_FONTS.map((font) =>
    desk(`font ${font}`, 'page', words.pageFont(text.pageFonts[font]), () => choosePageFont(font), {}),
  ),
  desk('print', 'page', words.print, () => window.print(), { keys: ['Mod+P'], scope: 'page' }),
  desk('save', 'page', words.saveSheet, ({ open }) => open('save'), { keys: ['Mod+S'], scope: 'page' }),
  desk('toolbar', 'page', words.toolbar, ({ focusToolbar }) => focusToolbar(), { keys: ['Alt+F10'] }),
];

const actsById = new Map(ACTS.map((act) => [act.id, act]));

/** Acts in the order asked for. */
export function actsNamed(...ids: readonly string[]): readonly Act[] {
  return ids.flatMap((id) => actsById.get(id) ?? []);
}

interface ActOptions {
  readonly keys?: readonly string[];
  readonly also?: string;
  readonly scope?: Act['scope'];
}

function act(
  id: string,
  section: SectionName,
  label: string,
  { run, applies }: commands.EditorCommand,
  { keys = [], also: alsoCalled = '', scope = 'text' }: ActOptions = {},
): Act {
  // A key with nothing to do here is still not the browser's, nor that of the act without Shift.
  const runOrKeep = ({ editor }: Desk) => run(editor) || editor.isEditable;
  return { id, label, section, keys, scope, alsoCalled, run: runOrKeep, applies };
}

/** Of the editor alone; `run` says itself whether it had a use for the key. */
function own(
  id: string,
  section: SectionName,
  label: string,
  run: (editor: Editor) => boolean,
  keys: readonly string[],
  applies: (editor: Editor) => boolean,
): Act {
  return { id, label, section, keys, scope: 'text', alsoCalled: '', run: ({ editor }) => run(editor), applies };
}

/** Of the page around the editor. */
function desk(
  id: string,
  section: SectionName,
  label: string,
  run: (desk: Desk) => void,
  options: ActOptions & { readonly applies?: (editor: Editor) => boolean },
): Act {
  const { keys = [], also: alsoCalled = '', scope = 'text', applies = () => true } = options;
  const runIfApplies = (desk: Desk) => {
    if (!applies(desk.editor)) return false;
    run(desk);
    return true;
  };
  return { id, label, section, keys, scope, alsoCalled, run: runIfApplies, applies };
}

/** Loaded when it is first asked for; the key is its own meanwhile. */
function late<Part>(load: () => Promise<Part>, run: (part: Part, editor: Editor) => unknown) {
  return (editor: Editor): boolean => {
    if (editor.isEditable) load().then((part) => run(part, editor), tellMissing);
    return editor.isEditable;
  };
}

function tellMissing(): void {
  announceProblem(text.couldNotLoad);
}

function loadMoves() {
  return import('./blocks/move-block.ts');
}

function loadBlockActs() {
  return import('./blocks/block-acts.ts');
}

function loadFields() {
  return import('./nodes/node-fields.ts');
}

type Moves = Awaited<ReturnType<typeof loadMoves>>;
type BlockActs = Awaited<ReturnType<typeof loadBlockActs>>;
type Fields = Awaited<ReturnType<typeof loadFields>>;

function move(direction: 'up' | 'down') {
  return ({ moveBlock }: Moves, { state, view }: Editor) => moveBlock(direction)(state, view.dispatch);
}

function duplicate({ duplicateBlock }: BlockActs, editor: Editor): void {
  duplicateBlock(editor);
}

function remove({ deleteBlock }: BlockActs, editor: Editor): void {
  deleteBlock(editor);
}

function toField(type: 'image' | 'codeBlock') {
  return ({ goToField }: Fields, editor: Editor) => goToField(editor, type);
}

/** Opens the search where it is not open. */
function finding(request: FindRequest) {
  return ({ open }: Desk): void => {
    if (!requestFind(request)) open('find');
  };
}

function inList(editor: Editor): boolean {
  return editor.isEditable && (editor.isActive('listItem') || editor.isActive('taskItem'));
}

function copyBlockLink({ editor, say }: Desk): void {
  loadBlockActs().then(async ({ blockLink }) => {
    const link = blockLink(editor);
    if (link === null) say(text.notices.noLink);
    else say((await copyText(link)) ? text.notices.linkCopied : text.notices.noClipboard);
  }, tellMissing);
}

function isIn(type: string) {
  return (editor: Editor): boolean => editor.isEditable && editor.isActive(type);
}

function isEditable(editor: Editor): boolean {
  return editor.isEditable;
}
