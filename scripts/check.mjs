/** `npm run check`: the checks alone, for before a commit. */

import { runChecks } from './checks.mjs';
import { prepare } from './prepare.mjs';
import { orRefuse, say } from './terminal.mjs';

await orRefuse(async () => {
  await prepare();
  const { passed, failed } = await runChecks();
  say(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
});
