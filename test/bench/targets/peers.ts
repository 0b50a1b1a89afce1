/** The peers: the best-known servers of this kind, installed on demand into a folder of their own. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Target } from './target.ts';

const FOLDER = fileURLToPath(new URL('../peers', import.meta.url));
const Y_WEBSOCKET = join(FOLDER, 'node_modules/@y/websocket-server/src/server.js');
const HOCUSPOCUS = join(FOLDER, 'hocuspocus.mjs');

const peer = { kind: 'peer', isDurable: false } as const;

export const PEERS: readonly Target[] = [
  {
    ...peer,
    name: 'y-websocket',
    meaning: '@y/websocket-server 0.1.1, in memory',
    dialect: 'y-websocket',
    keepsDocuments: false,
    command: () => ({ parameters: [Y_WEBSOCKET], environment: {} }),
  },
  {
    ...peer,
    name: 'y-websocket+leveldb',
    meaning: '@y/websocket-server 0.1.1 with y-leveldb 0.1.2',
    dialect: 'y-websocket',
    keepsDocuments: true,
    command: (directory) => ({ parameters: [Y_WEBSOCKET], environment: { YPERSISTENCE: directory } }),
  },
  {
    ...peer,
    name: 'hocuspocus',
    meaning: '@hocuspocus/server 4.7.0, in memory',
    dialect: 'hocuspocus',
    keepsDocuments: false,
    command: () => ({ parameters: [HOCUSPOCUS], environment: {} }),
  },
  {
    ...peer,
    name: 'hocuspocus+sqlite',
    meaning: '@hocuspocus/server 4.7.0 with its SQLite extension',
    dialect: 'hocuspocus',
    keepsDocuments: true,
    command: (directory) => ({ parameters: [HOCUSPOCUS, join(directory, 'db.sqlite')], environment: {} }),
  },
];

/** Runs `npm ci` in the peers' folder unless that was done before. */
export async function installPeers(note: (text: string) => void): Promise<void> {
  if (existsSync(Y_WEBSOCKET)) return;
  note('installing the peers into test/bench/peers (some minutes) ...');
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund'], { cwd: FOLDER, stdio: ['ignore', 2, 2] });
  const [code] = await once(npm, 'exit');
  if (code !== 0) throw new Error('The peers could not be installed. Run "npm ci" in test/bench/peers to see why.');
}
