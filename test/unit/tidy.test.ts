/**
 * The house rules that neither the type checker nor the linter knows. Each rule looks at one file and answers with
 * sentences that say what to do; each is shown to bite by a file that breaks it.
 */

import { describe, expect, it } from 'vitest';
import { readSourceFiles, type SourceFile, sourceFile } from '../support/source-files.ts';

interface Rule {
  readonly title: string;
  /** What is wrong with this file, a sentence each. */
  readonly check: (file: SourceFile) => readonly string[];
  /** A file that breaks the rule. */
  readonly breach: SourceFile;
}

const LINES_MAX = 400;

/** Inside the server each layer may use itself, those before it, and the contract. */
const SERVER_LAYERS: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  lib: [],
  storage: ['lib'],
  workspace: ['lib', 'storage'],
  accounts: ['lib', 'workspace'],
  content: ['lib', 'storage'],
  webhooks: ['lib', 'workspace'],
  room: ['lib', 'storage'],
  socket: ['lib', 'storage', 'accounts', 'room'],
  shards: ['lib', 'storage', 'content', 'workspace', 'accounts', 'room', 'socket'],
  http: ['lib', 'storage', 'content', 'workspace', 'webhooks', 'accounts', 'shards'],
};

/** `docx` is as pure as the rest, and writes Word files for both sides. */
const CONTRACT_PACKAGES = ['yjs', 'lib0', 'y-protocols', 'docx'];

const RULES: readonly Rule[] = [
  {
    title: 'the contract imports nothing but itself, yjs, lib0, y-protocols and docx',
    check: ({ path, imports }) =>
      path.startsWith('server/contract/')
        ? imports
            .filter(
              (target) => !target.startsWith('server/contract/') && !CONTRACT_PACKAGES.includes(packageOf(target)),
            )
            .map((target) => `imports ${target}; the contract runs in browser and server alike and must stay pure`)
        : [],
    breach: sourceFile('server/contract/x.ts', "import { readFile } from 'node:fs/promises';"),
  },
  {
    title: 'server and web meet in the contract only',
    check: ({ path, imports }) =>
      imports
        .filter(
          (target) =>
            (path.startsWith('server/') && target.startsWith('web/')) ||
            (path.startsWith('web/') && target.startsWith('server/') && !target.startsWith('server/contract/')),
        )
        .map((target) => `imports ${target}; put what both need into server/contract`),
    breach: sourceFile('web/x.ts', "import { Room } from '../server/room/room.ts';"),
  },
  {
    title: 'inside the server imports point one way: lib <- storage <- room <- socket <- shards <- http <- app <- main',
    check: ({ path, imports }) => {
      const allowed = SERVER_LAYERS[layerOf(path)];
      if (!allowed) return [];
      return imports
        .filter((target) => target.startsWith('server/'))
        .filter((target) => ![layerOf(path), 'contract', ...allowed].includes(layerOf(target)))
        .map((target) => `imports ${target}; ${layerOf(path)} may use only ${['contract', ...allowed].join(', ')}`);
    },
    breach: sourceFile('server/storage/x.ts', "import type { Room } from '../room/room.ts';"),
  },
  {
    title: 'only the socket layer and the parts that assemble it know ws',
    check: ({ path, imports }) =>
      ['lib', 'storage', 'room', 'http'].includes(layerOf(path)) && imports.includes('ws')
        ? ['imports ws; only server/socket may']
        : [],
    breach: sourceFile('server/room/x.ts', "import { WebSocket } from 'ws';"),
  },
  {
    title: 'the session is pure and knows no room',
    check: ({ path, imports }) =>
      path === 'server/socket/session.ts'
        ? imports
            .filter((target) => target === 'ws' || /^(?:node:|server\/(?:room|storage)\/)/.test(target))
            .map((target) => `imports ${target}; the session answers with commands and touches nothing`)
        : [],
    breach: sourceFile('server/socket/session.ts', "import { Room } from '../room/room.ts';"),
  },
  {
    title: 'storage knows Yjs only where it compacts',
    check: ({ path, imports }) =>
      layerOf(path) === 'storage' && !/\/compact[^/]*$/.test(path) && imports.some((name) => packageOf(name) === 'yjs')
        ? ['imports yjs; only the compaction (server/storage/compact*.ts) may']
        : [],
    breach: sourceFile('server/storage/level-log.ts', "import * as Y from 'yjs';"),
  },
  {
    title: 'no document lives in the server outside its worker threads',
    check: ({ path, text }) =>
      path.startsWith('server/') &&
      !/^server\/(?:storage\/compact|content\/content-core|contract\/document\/)/.test(path)
        ? matches(text, /new (?:Y\.)?Doc\(/g).map(
            (found) => `says ${found}; the server relays and writes, it does not edit`,
          )
        : [],
    breach: sourceFile('server/room/room.ts', 'const doc = new Y.Doc();'),
  },
  {
    title: 'only web/collab/connection.ts knows the provider, and nothing uses a stock binding',
    check: ({ path, imports }) =>
      path.startsWith('web/')
        ? [
            ...(imports.includes('y-websocket') && path !== 'web/collab/connection.ts'
              ? ['imports y-websocket; only web/collab/connection.ts may']
              : []),
            ...imports
              .filter((target) => /^(?:@tiptap\/(?:extension-collaboration|y-tiptap)|y-prosemirror)/.test(target))
              .map((target) => `imports ${target}; the binding is our own`),
          ]
        : [],
    breach: sourceFile('web/documents/x.ts', "import { WebsocketProvider } from 'y-websocket';"),
  },
  {
    title: 'the schema and the commands of the editor know no React',
    check: ({ path, imports }) =>
      /^web\/editor\/(?:schema|(?:[a-z]+\/)?(?:[a-z]+-)?(?:nodes|commands))\.ts$/.test(path) &&
      imports.some((target) => /react/.test(target))
        ? ['imports React; put what renders into a component']
        : [],
    breach: sourceFile('web/editor/nodes/block-nodes.ts', "import { useState } from 'react';"),
  },
  {
    title: 'the environment is read in server/config.ts only',
    check: ({ path, text }) =>
      /^(?:server|web)\//.test(path) && path !== 'server/config.ts' && text.includes('process.env')
        ? ['reads process.env; take the value from server/config.ts']
        : [],
    breach: sourceFile('server/app.ts', 'const port = process.env.PORT;'),
  },
  {
    title: 'the type checker and the linter are never switched off',
    check: ({ path, text }) =>
      isTidyTest(path)
        ? []
        : matches(text, /@ts-(?:ignore|expect-error|nocheck)|biome-ignore/g).map(
            (found) => `says ${found}; mend what is reported`,
          ),
    breach: sourceFile('web/x.ts', '// @ts-ignore'),
  },
  {
    title: 'no test is focused or skipped',
    check: ({ path, text }) =>
      path.startsWith('test/') && !isTidyTest(path)
        ? matches(text, /\b(?:it|test|describe)\.(?:only|skip|todo|fixme)\b/g).map((found) => `says ${found}`)
        : [],
    breach: sourceFile('test/unit/x.test.ts', "it.only('works', () => {});"),
  },
  {
    title: 'tests wait for conditions, never for time',
    check: ({ path, text }) =>
      path.startsWith('test/') && !isTidyTest(path)
        ? matches(text, /waitForTimeout\(|setTimeout\(\s*(?:resolve|done)\b|timers\/promises/g).map(
            (found) => `says ${found}; wait for what you are waiting for`,
          )
        : [],
    breach: sourceFile('test/unit/x.test.ts', 'await new Promise((resolve) => setTimeout(resolve, 500));'),
  },
  {
    title: `a file has at most ${LINES_MAX} lines`,
    check: ({ path, text }) => {
      const lines = text.split('\n').length - 1;
      return isCode(path) && lines > LINES_MAX ? [`has ${lines} lines; split it where a reader would`] : [];
    },
    breach: sourceFile('web/x.ts', '\n'.repeat(LINES_MAX + 1)),
  },
  {
    title: 'a file says what it is',
    check: ({ path, text }) =>
      /^(?:server|web|scripts|test\/support)\/.*\.(?:ts|tsx|mjs)$/.test(path) && !text.includes('/*')
        ? ['explains nothing; open it with a sentence that says what it is']
        : [],
    breach: sourceFile('server/room/x.ts', 'export const one = 1;'),
  },
  {
    title: 'files are named in kebab-case',
    check: ({ path }) =>
      path.split('/').every((name) => /^\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(name))
        ? []
        : ['is not kebab-case; rename it'],
    breach: sourceFile('web/ui/SaveWord.tsx', '/** x */'),
  },
  {
    title: 'no name says nothing: data, info, utils, helpers, misc, common',
    check: ({ path }) =>
      /(?:^|\/)(?:data|info|utils?|helpers?|misc|common)(?:\/|\.)/.test(path)
        ? ['has a name that says nothing; name it for what it holds']
        : [],
    breach: sourceFile('web/lib/utils.ts', '/** x */'),
  },
  {
    title: 'nothing names a folder of one machine',
    check: ({ path, text }) =>
      isTidyTest(path)
        ? []
        : matches(text, /["'`\s]\/(?:home|Users|root|tmp|work)\/\S*/g).map((found) => `names ${found.trim()}`),
    breach: sourceFile('test/unit/x.test.ts', "const folder = '/home/ann/scriptorium';"),
  },
];

const files = readSourceFiles();

describe.each(RULES)('tidy: $title', ({ check, breach }) => {
  it('holds in every file', () => {
    const violations = files.flatMap((file) => check(file).map((sentence) => `${file.path} ${sentence}.`));
    expect(violations, violations.join('\n')).toEqual([]);
  });

  it('bites', () => {
    expect(check(breach)).not.toEqual([]);
  });
});

function layerOf(path: string): string {
  const [folder = '', layer = '', ...rest] = path.split('/');
  return folder === 'server' && rest.length > 0 ? layer : folder === 'server' ? 'top' : '';
}

function packageOf(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

function matches(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([found]) => `"${found.trim()}"`);
}

function isCode(path: string): boolean {
  return /\.(?:ts|tsx|mjs)$/.test(path);
}

/** This file spells out what it forbids. */
function isTidyTest(path: string): boolean {
  return path === 'test/unit/tidy.test.ts';
}
