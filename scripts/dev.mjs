/**
 * `npm run dev`: the server restarts when its code changes, the page updates as you save. Open the address that Vite
 * prints; it passes /sync and /api on to the server. Ctrl-C ends both; when one of them ends, so does the other.
 */

import { spawn } from 'node:child_process';
import { binary, prepare, root } from './prepare.mjs';
import { orRefuse } from './terminal.mjs';

await orRefuse(async () => {
  await prepare();
  const children = [
    [binary('tsx', 'tsx'), 'watch', '--clear-screen=false', 'server/cli.ts', 'serve'],
    [binary('vite', 'vite')],
  ].map((command) => spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }));
  const endAll = () => {
    for (const child of children) child.kill('SIGTERM');
  };
  for (const child of children) child.on('exit', endAll);
  process.on('SIGINT', endAll);
  process.on('SIGTERM', endAll);
});
