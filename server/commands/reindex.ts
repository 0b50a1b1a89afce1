/** `scriptorium reindex`: the search is built anew from the documents, by the server, at once or when it starts. */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { requestReindex } from '../storage/control-socket.ts';
import { SEARCH, WORKSPACE } from '../storage/data-directory.ts';
import { fullMessage } from '../storage/ordered-store.ts';
import { type CommandContext, EXIT, type MaintenanceCommand, parse } from './command.ts';
import { claimAsItIs } from './workplace.ts';

export const reindexCommand: MaintenanceCommand = {
  name: 'reindex',
  usage: 'reindex',
  meaning: 'Build the search anew from the documents; a running server does it at once, another one when it starts.',
  run: reindex,
};

async function reindex({ parameters, dataDirectory, terminal }: CommandContext): Promise<number> {
  const parsed = parse(parameters, {}, 0);
  if (!parsed.ok) {
    terminal.complain(`${parsed.error} Usage: scriptorium ${reindexCommand.usage}`);
    return EXIT.refused;
  }
  const claim = await claimAsItIs(dataDirectory);
  try {
    if (claim.ok) await rm(join(dataDirectory, SEARCH), { recursive: true, force: true });
    else if (claim.error.kind === 'in-use') await requestReindex(join(dataDirectory, WORKSPACE));
    else throw new Error(claim.error.message);
    terminal.say(
      claim.ok
        ? 'The search is built anew when the server starts; meanwhile it finds what is done.'
        : 'The server builds the search anew; meanwhile it finds what is done.',
    );
    return EXIT.done;
  } catch (error) {
    terminal.complain(`The search was left as it is: ${fullMessage(error)}`);
    return EXIT.refused;
  } finally {
    if (claim.ok) await claim.value.release('untouched');
  }
}
