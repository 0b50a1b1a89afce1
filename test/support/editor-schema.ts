/** The schema of the editor, as it is in the browser: the judge of what unflatten produces. */

import { getSchema } from '@tiptap/core';
import { schemaExtensions } from '../../web/editor/schema.ts';
import { WideMarks } from '../../web/editor/writing/wide-marks.ts';

export const editorExtensions = [...schemaExtensions(), WideMarks];

export const editorSchema = getSchema(editorExtensions);
