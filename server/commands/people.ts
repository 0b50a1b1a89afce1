/**
 * `scriptorium people`: who has an account, and a link for somebody who cannot come in - also where nobody is left who
 * could make one on the page. Needs the server stopped: it works on the same rows.
 */

import { join } from 'node:path';
import { Accounts } from '../accounts/accounts.ts';
import type { PeopleKeeper } from '../accounts/people-keeper.ts';
import { cutName } from '../contract/person-name.ts';
import { systemClock } from '../lib/clock.ts';
import { silentLogger } from '../lib/logger.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { WORKSPACE } from '../storage/data-directory.ts';
import { isEmail, type PersonRow } from '../workspace/people.ts';
import { Workspace } from '../workspace/workspace.ts';
import { addressIn, type CommandContext, EXIT, type MaintenanceCommand, parse } from './command.ts';
import { claimAsItIs, nothingIn } from './workplace.ts';

export const peopleCommand: MaintenanceCommand = {
  name: 'people',
  usage: 'people [link EMAIL [--admin] [--address URL]]',
  meaning:
    'List who has an account; or print a link with which EMAIL, invited if need be, chooses a password; --address: as ' +
    'people reach the server. Needs the server stopped.',
  run: people,
};

async function people(context: CommandContext): Promise<number> {
  const { parameters, dataDirectory, terminal } = context;
  const wish = wishOf(parameters, context.address);
  if (!wish.ok) {
    terminal.complain(`${wish.error} Usage: scriptorium ${peopleCommand.usage}`);
    return EXIT.refused;
  }
  const claim = await claimAsItIs(dataDirectory);
  if (!claim.ok) {
    terminal.complain(claim.error.message);
    return EXIT.refused;
  }
  try {
    if (!claim.value.isNew) return await answer(wish.value, context);
    terminal.complain(nothingIn(dataDirectory));
    return EXIT.refused;
  } finally {
    await claim.value.release('untouched');
  }
}

type Wish =
  | { readonly act: 'list' }
  | {
      readonly act: 'link';
      readonly email: string;
      readonly isAdmin: boolean;
      /** As people reach the server. */
      readonly address: string;
    };

/** @param here where people of this machine open the server. */
function wishOf(parameters: readonly string[], here: string): Result<Wish, string> {
  const parsed = parse(parameters, { admin: { type: 'boolean' }, address: { type: 'string' } }, 2);
  if (!parsed.ok) return parsed;
  const [act, email] = parsed.value.positionals;
  const isAdmin = parsed.value.flag('admin');
  const address = addressIn(parsed.value.text('address') ?? here);
  if (act === undefined && !isAdmin) return ok({ act: 'list' });
  if (act !== 'link') return failed(act === undefined ? '--admin needs "link EMAIL".' : `There is no "people ${act}".`);
  if (email === undefined) return failed('For whom is the link?');
  if (!isEmail(email)) return failed(`"${email}" is no e-mail address.`);
  return address.ok ? ok({ act, email, isAdmin, address: address.value }) : address;
}

async function answer(wish: Wish, context: CommandContext): Promise<number> {
  const { dataDirectory, terminal } = context;
  const workspace = await Workspace.open(join(dataDirectory, WORKSPACE), silentLogger);
  if (!workspace.ok) {
    terminal.complain(workspace.error);
    return EXIT.refused;
  }
  const accounts = new Accounts({ workspace: workspace.value, clock: systemClock, logger: silentLogger });
  try {
    return wish.act === 'list' ? await list(accounts, context) : await issue(accounts, wish, context);
  } finally {
    accounts.close();
    await workspace.value.close();
  }
}

async function list({ people: rows }: Accounts, { terminal }: CommandContext): Promise<number> {
  let accounts = 0;
  for await (const { email, name, isAdmin, isSuspended, password, subject } of rows.list()) {
    accounts += 1;
    const isInvited = password === null && subject === null;
    const marks = [isAdmin && 'administrator', isSuspended && 'suspended', isInvited && 'invited'].filter(Boolean);
    terminal.say(printable([email, name, ...marks].join('  ')));
  }
  if (accounts === 0) terminal.complain('Nobody has an account yet.');
  return EXIT.done;
}

/** Whoever may read the data directory may do this: they could write the rows as well. */
async function issue(
  { people: rows, keeper }: Accounts,
  { email, isAdmin, address }: Extract<Wish, { act: 'link' }>,
  { terminal }: CommandContext,
): Promise<number> {
  const known = rows.byEmail(email);
  const secret = known === undefined ? await invitation(keeper, email, isAdmin) : await newLink(keeper, known, isAdmin);
  if (!secret.ok) {
    terminal.complain(`No link was made: ${secret.error}.`);
    return EXIT.refused;
  }
  if (known?.isSuspended) terminal.complain(`${printable(known.email)} was suspended, and is let in again.`);
  terminal.say(`${address}/welcome#${secret.value}`);
  return EXIT.done;
}

async function invitation(keeper: PeopleKeeper, email: string, isAdmin: boolean): Promise<Result<string, string>> {
  const name = cutName(email.slice(0, email.indexOf('@')));
  const invited = await keeper.invite({ email, name, isAdmin });
  return invited.ok ? ok(invited.value.secret) : invited;
}

async function newLink(keeper: PeopleKeeper, known: PersonRow, isAdmin: boolean): Promise<Result<string, string>> {
  if (isAdmin || known.isSuspended) {
    const changed = await keeper.change(known.id, { isAdmin: isAdmin || known.isAdmin, isSuspended: false });
    if (!changed.ok) return changed;
  }
  return keeper.linkFor(known.id);
}

/** People choose their names; none of them gives orders to this terminal. */
function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}]/gu, '?');
}
