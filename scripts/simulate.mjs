/** `npm run simulate`: the simulation, bundled anew and run in a process of its own. See docs/SIMULATION.md. */

import { join } from 'node:path';
import { bundleSimulation } from './bundle-simulation.mjs';
import { root } from './prepare.mjs';
import { orRefuse, run } from './terminal.mjs';

await orRefuse(async () => {
  const file = await bundleSimulation(join(root, 'dist/simulation'));
  const { ok } = await run('simulation', [process.execPath, '--enable-source-maps', file, ...process.argv.slice(2)]);
  if (!ok) process.exitCode = 1;
});
