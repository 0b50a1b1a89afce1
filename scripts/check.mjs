/** `npm run check`: the checks alone, for before a commit. */

import { runChecks } from './checks.mjs';
import { lastLine } from './counts.mjs';
import { prepare } from './prepare.mjs';
import { orRefuse, say } from './terminal.mjs';

await orRefuse(async () => {
  await prepare();
  const count = await runChecks();
  say(lastLine(count));
  if (count.failed > 0) process.exitCode = 1;
});
