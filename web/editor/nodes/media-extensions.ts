/** What comes in from outside the keyboard: pastes, images, the colours of code. */

import type { Extensions } from '@tiptap/core';
import { Paste } from '../writing/paste.ts';
import { CodeHighlight } from './code-highlight.ts';

/** @param documentId for which document the server keeps images. */
export function mediaExtensions(documentId: string): Extensions {
  return [Paste.configure({ documentId }), CodeHighlight];
}
