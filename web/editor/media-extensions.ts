/** What comes in from outside the keyboard: pastes, images, the colours of code. */

import type { Extensions } from '@tiptap/core';
import { CodeHighlight } from './code-highlight.ts';
import { Paste } from './paste.ts';

/** @param documentId for which document the server keeps images. */
export function mediaExtensions(documentId: string): Extensions {
  return [Paste.configure({ documentId }), CodeHighlight];
}
