/**
 * Loads the page of a document with the editor, which is most of the program. All of its files are asked for at the
 * same time; but what one `import` brings is run in one task, and all of this in one would keep a slow telephone from
 * answering for a fifth of a second. So each of the files that `vite.config.ts` makes of it is asked for by a module in
 * it, too, and is run in a task of its own as soon as it is here. The page itself comes last: it needs all of them.
 */
export function loadDocumentPage() {
  // The page needs the same files, and says so where one does not come.
  for (const part of [session, prosemirror, schema]) part().catch(() => undefined);
  return import('./document-page.tsx');
}

const session = () => import('../collab/sessions.ts');
const prosemirror = () => import('@tiptap/pm/view');
const schema = () => import('../editor/schema.ts');
