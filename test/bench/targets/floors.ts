/** The floors: the least that a server can do. What a real one costs beyond them is its own doing. */

import { fileURLToPath } from 'node:url';
import type { Target } from './target.ts';

const ENTRY = fileURLToPath(new URL('floor-server.ts', import.meta.url));

function floor(name: string, meaning: string, isDurable: boolean): Target {
  return {
    ...{ name, meaning, isDurable },
    kind: 'floor',
    dialect: 'y-websocket',
    keepsDocuments: isDurable,
    command: (directory) => ({
      parameters: ['--import', 'tsx', ENTRY, name],
      environment: { DATA_DIR: directory },
    }),
  };
}

export const frameRelay = floor('frame', 'floor: relays each update at once, its frame built once', false);
export const batchRelay = floor('batch', 'floor: relays, one write a client and turn', false);
export const durableRelay = floor('batch+sync', 'floor: relays, after a group-committed synced LevelDB write', true);
