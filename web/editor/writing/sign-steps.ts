/**
 * What typed signs make of a text (`# ` a heading, `**words**` bold ones) is undone by itself: the first undo gives the
 * signs back, and not also takes what was typed before them.
 */

import { Extension } from '@tiptap/core';
// The type of its command.
import type {} from '../../binding/collaboration.ts';
import { typedSigns } from './typed-signs.ts';

export const SignSteps = Extension.create({
  name: 'signSteps',
  dispatchTransaction({ transaction, next }) {
    const { editor } = this;
    const isMade = typedSigns(transaction, editor.state) !== null;
    if (isMade) editor.commands.newUndoStep();
    next(transaction);
    if (isMade) editor.commands.newUndoStep();
  },
});
