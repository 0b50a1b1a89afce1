/**
 * `scriptorium people`: who has an account, and a link for somebody who cannot come in - also where nobody is left who
 * could make one on the page. Needs the server stopped: it works on the same rows.
 */

import { join } from 'node:path';
import { Accounts } from '../accounts/accounts.ts';
import { systemClock } from '../lib/clock.ts';
import { silentLogger } from '../lib/logger.ts';
import { claimDataDirectory, shardCountOf, WORKSPACE } from '../storage/data-directory.ts';
import { Workspace } from '../workspace/workspace.ts';
import { type CommandContext, EXIT, type MaintenanceCommand, parse } from './command.ts';

export const peopleCommand: MaintenanceCommand = {
  name: 'people',
  usage: 'people [link EMAIL] [--admin]',
  meaning: 'List who has an account; or print a link with which EMAIL, invited if need be, chooses a password.',
  run: people,
};

async function people(context: CommandContext): Promise<number> {
  const { parameters, dataDirectory, terminal } = context;
  const parsed = parse(parameters, { admin: { type: 'boolean' } }, 2);
  const [act, email] = parsed.ok ? parsed.value.positionals : [];
  const isUnderstood = parsed.ok && (act === undefined || (act === 'link' && email?.includes('@') === true));
  if (!isUnderstood) {
    terminal.complain(
      `${parsed.ok ? 'That is none of its ways.' : parsed.error} Usage: scriptorium ${peopleCommand.usage}`,
    );
    return EXIT.refused;
  }
  const claim = await claimDataDirectory(dataDirectory, 'use', await shardCountOf(dataDirectory));
  if (!claim.ok) {
    terminal.complain(claim.error.message);
    return EXIT.refused;
  }
  const workspace = await Workspace.open(join(dataDirectory, WORKSPACE), silentLogger);
  if (!workspace.ok) terminal.complain(workspace.error);
  else {
    const accounts = new Accounts({ workspace: workspace.value, clock: systemClock, logger: silentLogger });
    if (email === undefined) await list(accounts, context);
    else await issue(accounts, email, parsed.value.flag('admin'), context);
    accounts.close();
    await workspace.value.close();
  }
  await claim.value.release('untouched');
  return workspace.ok ? EXIT.done : EXIT.refused;
}

async function list({ people: rows }: Accounts, { terminal }: CommandContext): Promise<void> {
  for await (const { email, name, isAdmin, isSuspended, password, subject } of rows.list()) {
    const isInvited = password === null && subject === null;
    const marks = [isAdmin && 'administrator', isSuspended && 'suspended', isInvited && 'invited'].filter(Boolean);
    terminal.say([email, name, ...marks].join('  '));
  }
}

/** Whoever may read the data directory may do this: they could write the rows as well. */
async function issue(
  { people: rows, keeper }: Accounts,
  email: string,
  isAdmin: boolean,
  { terminal, address }: CommandContext,
): Promise<void> {
  const known = rows.byEmail(email);
  if (known === undefined) {
    const invited = await keeper.invite({ email, name: email.slice(0, email.indexOf('@')), isAdmin });
    if (invited.ok) terminal.say(`${address}/welcome#${invited.value.secret}`);
    return;
  }
  if (isAdmin || known.isSuspended)
    await keeper.change(known.id, { isAdmin: isAdmin || known.isAdmin, isSuspended: false });
  const secret = await keeper.linkFor(known.id);
  if (secret.ok) terminal.say(`${address}/welcome#${secret.value}`);
}
