/**
 * `npm start`: from a fresh clone to a running server. Installs and builds what is missing, then becomes the server:
 * the same code as `node dist/server/cli.js serve`, in this very process, so that signals, the terminal and the exit
 * code are the server's own.
 */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';
import { orRefuse } from './terminal.mjs';

await orRefuse(async () => {
  endWithNpm();
  const folder = process.cwd();
  await prepare();
  process.chdir(folder);
  const cli = join(root, 'dist/server/cli.js');
  process.argv = [process.execPath, cli, 'serve', ...process.argv.slice(2)];
  await import(pathToFileURL(cli).href);
});

/** npm dies of a SIGTERM without passing it on; a server that nobody can reach any more must not stay behind. */
function endWithNpm() {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}
