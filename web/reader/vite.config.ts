/** How the readers of files are built for the command line (to dist/reader): files that need no package beside them. */

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    ssr: 'command-line.ts',
    outDir: '../../dist/reader',
    emptyOutDir: true,
    target: 'node20',
    copyPublicDir: false,
  },
  ssr: { noExternal: true },
  // A second copy of either would split the document types in two.
  resolve: { dedupe: ['yjs', 'lib0', 'y-protocols'] },
});
