/** The schema of the editor, as it is in the browser: the judge of what unflatten produces. */

import { getSchema } from '@tiptap/core';
import { schemaExtensions } from '../../web/editor/schema.ts';

export const editorExtensions = schemaExtensions();

export const editorSchema = getSchema(editorExtensions);
