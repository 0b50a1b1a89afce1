/** How the browser side is built (to dist/web) and served while developing (with the real server behind it). */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** Addresses that belong to the server, never to the page. */
const SERVER_PATHS = [/^\/api\//, /^\/sync\//, /^\/healthz$/, /^\/metrics$/];
const DEVELOPMENT_SERVER = `http://127.0.0.1:${process.env.PORT ?? 8080}`;

const OUTPUT = 'dist/web';

/** The files that home and a document run as they open: see codeSplitting. */
const RUN_AT_ONCE = [
  'index',
  'base',
  'react',
  'home',
  'home-page',
  'session',
  'prosemirror',
  'schema',
  'document',
  'document-page',
];

/**
 * Asks Chromium to compile all functions of these files while they arrive, in a thread of its own. Most of them are called
 * as the page opens, and each would be compiled then, one after the other, in the thread that draws. Others see a comment.
 * @see https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Magic_comments
 */
function compiledAtOnce(): Plugin {
  return {
    name: 'compiled-at-once',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      // It counts only as the very first line, and Vite puts in a line of its own before.
      order: 'post',
      handler(_, bundle) {
        const missing = new Set(RUN_AT_ONCE);
        for (const file of Object.values(bundle)) {
          if (file.type !== 'chunk' || !RUN_AT_ONCE.includes(file.name)) continue;
          missing.delete(file.name);
          file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
          const map = bundle[`${file.fileName}.map`];
          if (map?.type === 'asset') map.source = String(map.source).replace('"mappings":"', '"mappings":";');
        }
        if (missing.size > 0)
          this.error(`No file of the build is called ${[...missing].join(', ')}: mend RUN_AT_ONCE.`);
      },
    },
  };
}

/** Leaves a `.br` and a `.gz` beside each text of the build, so that the server need not compress while it serves. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        for (const name of readdirSync(OUTPUT, { recursive: true, encoding: 'utf8' })) {
          if (!/\.(?:js|css|html|svg|webmanifest)$/.test(name)) continue;
          const path = join(OUTPUT, name);
          const content = readFileSync(path);
          writeFileSync(`${path}.br`, brotliCompressSync(content));
          writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
        }
      },
    },
  };
}

/** What a browser shows of the app before it runs; it knows no more than the manifest. */
const IN_OTHER_LANGUAGES = {
  description_localized: { de: 'Ein ruhiger Raum, um gemeinsam zu schreiben. Nichts Geschriebenes geht verloren.' },
};

export default defineConfig({
  root: 'web',
  build: {
    outDir: `../${OUTPUT}`,
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    // What imports what: scripts/bundle-size.mjs adds up what is loaded first.
    manifest: true,
    rolldownOptions: {
      // What makes something and does nothing else: lib0's validators (its module for the DOM makes some as it loads, and
      // nobody here asks them), and extensions of packages of which others are used.
      treeshake: { manualPureFunctions: ['$', 'Extension.create', 'Node.create', 'Mark.create'] },
      output: {
        // Packages that come together are packed together: many small files compress worse.
        codeSplitting: {
          groups: [
            {
              name: 'react',
              test: /node_modules\/(?:react|react-dom|scheduler|wouter|use-sync-external-store|lucide-react\/dist\/esm\/\w*[cC]reate)/,
              priority: 2,
            },
            // What every page has, what home shares with what opens from it, and what every document has.
            {
              name: 'base',
              test: /\/web\/(?:ui\/(?:text|keys|language|error-boundary|message-page|mark|sentence-of|late|narrow|notice|page-hooks|popup|tip|walk)\.tsx?|ui\/catalogue\/english(?:-editor)?\.ts|lib\/(?:api|random-id|stored-value|environment|time|idle|word-search)|presence\/(?:guest|palette|people|activity|own-face)|images\/image-states|comments\/left-comments|editor\/panels\/page-view\.ts|documents\/(?:opening|served-text|library|library-hooks|typed-ahead|arrival-state)\.tsx?)|lucide-react\/dist\/esm\/icons\/(?:house|x|plus|check|chevron-down|cloud-off|ellipsis)\.|\/server\/contract\/(?:close-codes|limits|palette)\.ts/,
              priority: 2,
            },
            {
              name: 'home',
              test: /\/web\/documents\/home-list|lucide-react\/dist\/esm\/icons\/(?:search|tag|file-text|layout-template)\./,
              priority: 2,
            },
            // A document in four files, each run by itself: see web/documents/load-document-page.ts. What a file needs
            // goes into it, unless one above has it.
            {
              name: 'session',
              test: /\/web\/collab\/(?!discard)|node_modules\/(?:yjs\/|lib0\/(?!hash)|y-protocols\/|y-websocket\/)/,
              priority: 2,
            },
            {
              name: 'prosemirror',
              test: /node_modules\/(?:@tiptap\/pm\/|prosemirror-|orderedmap\/|w3c-keyname\/)/,
              priority: 2,
            },
            {
              name: 'schema',
              test: /\/web\/editor\/schema\.ts|node_modules\/(?:@tiptap\/(?!pm\/)|fast-equals\/)/,
              priority: 2,
            },
            {
              name: 'document',
              test: /\/web\/(?:binding\/|editor\/(?:[a-z]+\/)?(?:find-marks|late-marks|link-target|open-link|addresses|commands|block-commands|table-moves|suggest|acts|keys|indent)\.ts|editor\/bars\/(?:calm-editor-state|toolbar-buttons|bubble-range)|documents\/unsaved-text|editor\/panels\/command-menu|ui\/(?:roving-toolbar|walk|keys)\.tsx?)|\/server\/contract\/document\/(?:node-types|tree|names|table|regular-tables|unflatten|urls|mention-text)\.ts|lucide-react\/dist\/esm\/icons\/(?:code|face-slightly-smiling|list|list-checks|list-ordered|quote|square-code|table-2|italic|letter-b|link-2|palette|strikethrough|underline)\./,
              priority: 1,
            },
          ],
        },
      },
    },
    // The content security policy allows files of our own, not data: addresses.
    assetsInlineLimit: 0,
  },
  // A second copy of either would split the document types in two.
  resolve: { dedupe: ['yjs', 'lib0', 'y-protocols'] },
  server: {
    proxy: {
      '/api': DEVELOPMENT_SERVER,
      '/healthz': DEVELOPMENT_SERVER,
      // The server admits its own origin only.
      '/sync': { target: DEVELOPMENT_SERVER, ws: true, changeOrigin: true, rewriteWsOrigin: true },
    },
  },
  plugins: [
    react(),
    compiledAtOnce(),
    compressed(),
    VitePWA({
      strategies: 'generateSW',
      registerType: 'prompt',
      injectRegister: false,
      includeManifestIcons: false,
      manifest: {
        ...IN_OTHER_LANGUAGES,
        lang: 'en',
        name: 'Scriptorium',
        short_name: 'Scriptorium',
        description: 'A calm room to write in, together. Nothing typed is lost.',
        start_url: '/',
        display: 'standalone',
        background_color: '#fbfaf7',
        theme_color: '#fbfaf7',
        icons: [
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        globPatterns: ['**/*.{html,js,css,woff2,svg,png,webmanifest}'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: SERVER_PATHS,
        // A new version waits until somebody asks for it, see web/offline-worker.ts.
        skipWaiting: false,
        clientsClaim: true,
        cleanupOutdatedCaches: true,
        // Images of documents, once shown; named by their bytes, so they never change.
        runtimeCaching: [
          {
            urlPattern: /\/api\/images\/[0-9a-f]{64}\.[a-z]+$/,
            handler: 'CacheFirst',
            options: { cacheName: 'images', cacheableResponse: { statuses: [200] }, expiration: { maxEntries: 500 } },
          },
        ],
      },
    }),
  ],
});
