/** Where a link or the mention of a document leads, and which of them the caret is at. Pure. */

import { getMarkRange } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { type EditorState, NodeSelection } from '@tiptap/pm/state';
import { DOCUMENT_ID_PATTERN } from '../../../server/contract/limits.ts';
import { isAllowedAddress } from './addresses.ts';

export interface LinkTarget {
  /** Of a link; a path on this server for a mention. */
  readonly address: string;
  /** Of a document of this server; null elsewhere. */
  readonly documentId: string | null;
  readonly kind: 'link' | 'mention';
  readonly from: number;
  readonly to: number;
}

const MENTIONED = 'document:';

/** The link around the caret, or the mention that is selected or stands beside it. */
export function targetAtSelection(state: EditorState): LinkTarget | null {
  const { selection } = state;
  if (selection instanceof NodeSelection) return mentionTarget(selection.node, selection.from);
  if (!selection.empty) return null;
  const { pos, nodeBefore, nodeAfter } = selection.$from;
  const mention =
    (nodeAfter && mentionTarget(nodeAfter, pos)) ??
    (nodeBefore && mentionTarget(nodeBefore, pos - nodeBefore.nodeSize));
  return mention ?? linkTarget(state, pos);
}

/** The link around a position. */
export function linkTarget(state: EditorState, position: number): LinkTarget | null {
  const type = state.schema.marks.link;
  const range = type && getMarkRange(state.doc.resolve(position), type);
  if (!range) return null;
  let address: unknown;
  state.doc.nodesBetween(range.from, range.to, (node) => {
    address ??= node.marks.find((mark) => mark.type === type)?.attrs.href;
  });
  if (typeof address !== 'string' || !isAllowedAddress(address)) return null;
  return { kind: 'link', address, documentId: documentAt(address), ...range };
}

/** The mention that is a node, where it is one of a document; people are only named. */
export function mentionTarget(node: Node, from: number): LinkTarget | null {
  const id: unknown = node.type.name === 'mention' ? node.attrs.id : null;
  if (typeof id !== 'string' || !id.startsWith(MENTIONED)) return null;
  const documentId = id.slice(MENTIONED.length);
  if (!DOCUMENT_ID_PATTERN.test(documentId)) return null;
  return { kind: 'mention', address: `/d/${documentId}`, documentId, from, to: from + node.nodeSize };
}

function documentAt(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { origin, pathname } = new URL(address);
  const id = /^\/d\/([^/]+)$/.exec(pathname)?.[1] ?? '';
  return origin === globalThis.location?.origin && DOCUMENT_ID_PATTERN.test(id) ? id : null;
}
