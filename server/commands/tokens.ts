/**
 * `scriptorium tokens`: tokens for programs, made, listed and revoked by whoever has the data directory - also where
 * there are no accounts, and nobody could sign in to make one. A running server does it itself, so that it holds at once.
 */

import { join } from 'node:path';
import { ApiTokens } from '../accounts/api-tokens.ts';
import { actOnTokens, type TokenAct, type TokensTold } from '../accounts/operator-tokens.ts';
import { systemClock } from '../lib/clock.ts';
import { silentLogger } from '../lib/logger.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { requestTokens } from '../storage/control-socket.ts';
import { WORKSPACE } from '../storage/data-directory.ts';
import { fullMessage } from '../storage/ordered-store.ts';
import { People } from '../workspace/people.ts';
import { Workspace } from '../workspace/workspace.ts';
import { type CommandContext, EXIT, type MaintenanceCommand, type Parsed, parse } from './command.ts';
import { claimAsItIs, nothingIn } from './workplace.ts';

const OPTIONS = { scopes: { type: 'string' }, days: { type: 'string' }, for: { type: 'string' } } as const;
const NO_END = 'never';

export const tokensCommand: MaintenanceCommand = {
  name: 'tokens',
  usage: 'tokens [make NAME --scopes read,write [--days N|never] [--for EMAIL] | revoke ID]',
  meaning:
    'List the tokens for programs; make one, for 90 days unless told, and print it this once; or revoke one, ' +
    'which ends what it has open. --for: whose rights it has, where people have accounts.',
  run: tokens,
};

async function tokens({ parameters, dataDirectory, terminal }: CommandContext): Promise<number> {
  const parsed = parse(parameters, OPTIONS, 2);
  const act = parsed.ok ? actIn(parsed.value) : null;
  if (act === null) {
    const flaw = parsed.ok ? 'Say what to do: nothing for the list, or make, or revoke.' : parsed.error;
    terminal.complain(`${flaw} Usage: scriptorium ${tokensCommand.usage}`);
    return EXIT.refused;
  }
  const told = await carryOut(act, dataDirectory);
  if (!told.ok) {
    terminal.complain(told.error);
    return EXIT.refused;
  }
  const { tokens: rows, secret } = told.value;
  // Alone on standard output, so that a script can take it.
  if (secret !== null) terminal.say(secret);
  const say = act.kind === 'list' ? terminal.say : terminal.complain;
  for (const row of rows) say(lineOf(row));
  if (act.kind === 'make') terminal.complain('Keep it now: it is not told again.');
  if (act.kind === 'revoke') terminal.complain('Revoked: nothing is let in by it any more.');
  return EXIT.done;
}

/** Null for what is no act. */
function actIn({ positionals: [name, of], text }: Parsed): TokenAct | null {
  const [scopes, days, email] = [text('scopes'), text('days'), text('for')];
  const isPlain = scopes === undefined && days === undefined && email === undefined;
  if (name === undefined && isPlain) return { kind: 'list' };
  if (name === 'revoke' && of !== undefined && isPlain) return { kind: 'revoke', id: of };
  if (name !== 'make' || of === undefined || scopes === undefined) return null;
  return {
    ...{ kind: 'make', name: of, email: email ?? null },
    // Whether they are scopes is looked at where they are kept.
    scopes: scopes.split(',').map((scope) => scope.trim()) as Extract<TokenAct, { kind: 'make' }>['scopes'],
    ...(days !== undefined && { days: days === NO_END ? null : Number(days) }),
  };
}

/** By the server that has the directory, or here when none has it. */
async function carryOut(act: TokenAct, dataDirectory: string): Promise<Result<TokensTold, string>> {
  const claim = await claimAsItIs(dataDirectory);
  if (!claim.ok)
    return claim.error.kind === 'in-use' ? await askServer(act, dataDirectory) : failed(claim.error.message);
  try {
    if (claim.value.isNew) return failed(nothingIn(dataDirectory));
    return await actHere(act, dataDirectory);
  } finally {
    await claim.value.release('untouched');
  }
}

async function askServer(act: TokenAct, dataDirectory: string): Promise<Result<TokensTold, string>> {
  try {
    const told = await requestTokens(join(dataDirectory, WORKSPACE), act);
    return told.ok ? ok(told.value as TokensTold) : told;
  } catch (error) {
    return failed(`The server that has ${dataDirectory} could not be asked: ${fullMessage(error)}`);
  }
}

async function actHere(act: TokenAct, dataDirectory: string): Promise<Result<TokensTold, string>> {
  const opened = await Workspace.open(join(dataDirectory, WORKSPACE), silentLogger);
  if (!opened.ok) return opened;
  const workspace = opened.value;
  try {
    const tokens = new ApiTokens(workspace, systemClock);
    return await actOnTokens({ tokens, people: new People(workspace), clock: systemClock, hasAccounts: false }, act);
  } finally {
    await workspace.close();
  }
}

function lineOf({ id, start, name, scopes, email, expiresAt, lastUsedAt }: TokensTold['tokens'][number]): string {
  const ends = expiresAt === null ? 'no end' : `ends ${dayOf(expiresAt)}`;
  const used = lastUsedAt === null ? 'never used' : `used ${dayOf(lastUsedAt)}`;
  return [id, `${start}…`, name, scopes.join(','), ends, used, ...(email === null ? [] : [email])].join('  ');
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
