/** `scriptorium tokens`, over a data directory that rests and beside a server that has it. */

import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Accounts } from '../../../server/accounts/accounts.ts';
import { EXIT, type Terminal } from '../../../server/commands/command.ts';
import { tokensCommand } from '../../../server/commands/tokens.ts';
import { CLOSE } from '../../../server/contract/close-codes.ts';
import { systemClock } from '../../../server/lib/clock.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { claimDataDirectory, WORKSPACE } from '../../../server/storage/data-directory.ts';
import { openLevelLog } from '../../../server/storage/level-log.ts';
import { Workspace } from '../../../server/workspace/workspace.ts';
import { startApp } from '../../support/app-server.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.ts';
import { TOKEN_SECRET } from '../../support/tokens.ts';
import { WireClient } from '../../support/wire-client.ts';

/** What the operator sees: the result, and what is said beside it. */
let said: string[];
let complained: string[];

const terminal: Terminal = {
  say: (line) => said.push(line),
  complain: (line) => complained.push(line),
  write: async () => {},
  progress: () => ({ advance() {}, end() {} }),
  ask: async () => null,
};

/** Types a command line as an operator would. */
async function types(line: string, dataDirectory: string): Promise<number> {
  [said, complained] = [[], []];
  const parameters = line.split(' ').slice(1);
  return await tokensCommand.run({ parameters, dataDirectory, workers: 1, address: 'http://127.0.0.1:8080', terminal });
}

describe('over a data directory that rests', () => {
  let directory: TemporaryDirectory;

  beforeEach(async () => {
    directory = await temporaryDirectory('tokens');
    const log = await openLevelLog({ directory: directory.path, clock: systemClock });
    if (log.ok) await log.value.close();
  });

  afterEach(() => directory.remove());

  it('makes one, tells it alone on standard output, lists it without it, and revokes it', async () => {
    expect(await types('tokens make backup --scopes read,write --days 30', directory.path)).toBe(EXIT.done);
    expect(said).toHaveLength(1);
    const [token = ''] = said;
    expect(token).toMatch(/^scr_[\w-]{43}$/);
    const [id = ''] = complained[0]?.split('  ') ?? [];
    const ends = new Date(Date.now() + 30 * 24 * 60 * 60_000).toISOString().slice(0, 10);
    expect(await types('tokens', directory.path)).toBe(EXIT.done);
    expect(said).toEqual([`${id}  ${token.slice(0, 10)}…  backup  read,write  ends ${ends}  never used`]);
    expect(await types(`tokens revoke ${id}`, directory.path)).toBe(EXIT.done);
    await types('tokens', directory.path);
    expect(said).toEqual([]);
    expect(await types(`tokens revoke ${id}`, directory.path)).toBe(EXIT.refused);
    expect(complained).toEqual(['There is no token of this id.']);
  });

  it('one without an end says so', async () => {
    await types('tokens make watch --scopes admin --days never', directory.path);
    await types('tokens', directory.path);
    expect(said[0]).toContain('watch  admin  no end  never used');
  });

  it.each([
    ['tokens make backup', 'Usage: scriptorium tokens'],
    ['tokens make --scopes read', 'Usage: scriptorium tokens'],
    ['tokens revoke', 'Usage: scriptorium tokens'],
    ['tokens revoke x --days 3', 'Usage: scriptorium tokens'],
    ['tokens destroy x', 'Usage: scriptorium tokens'],
    ['tokens make backup --scopes read,everything', 'scopes: they are read, write, share, admin'],
    ['tokens make backup --scopes read --days 0', 'days:'],
    ['tokens make backup --scopes read --days soon', 'days:'],
    ['tokens make backup --scopes read --for ann@example.org', 'Nobody with the address ann@example.org'],
    ['tokens revoke ../../x', 'There is no token of this id.'],
  ])('"%s" changes nothing, and says what would have been right', async (line, sentence) => {
    expect(await types(line, directory.path)).toBe(EXIT.refused);
    expect(complained.join()).toContain(sentence);
    await types('tokens', directory.path);
    expect(said).toEqual([]);
  });

  it('an empty directory is one that was misspelt', async () => {
    expect(await types('tokens make backup --scopes read', `${directory.path}/dta`)).toBe(EXIT.refused);
    expect(complained.join()).toContain('Check DATA_DIR');
  });

  it('where people have accounts it speaks for one of them, and may no more than they', async () => {
    const workspace = await Workspace.open(join(directory.path, WORKSPACE), silentLogger);
    if (!workspace.ok) throw new Error(workspace.error);
    const { keeper, ...accounts } = new Accounts({
      ...{ workspace: workspace.value, clock: systemClock, logger: silentLogger },
    });
    await keeper.invite({ email: 'ann@example.org', name: 'Ann', isAdmin: false });
    accounts.sessions.close();
    await workspace.value.close();
    expect(await types('tokens make backup --scopes read', directory.path)).toBe(EXIT.refused);
    expect(complained.join()).toContain('--for EMAIL');
    expect(await types('tokens make backup --scopes admin --for ann@example.org', directory.path)).toBe(EXIT.refused);
    expect(complained.join()).toContain('does not look after the server');
    expect(await types('tokens make backup --scopes read --for Ann@Example.org', directory.path)).toBe(EXIT.done);
    await types('tokens', directory.path);
    expect(said[0]).toMatch(/ {2}backup {2}read {2}.* {2}ann@example\.org$/);
  });
});

describe('beside a server that has it', () => {
  it.each([
    ['open', {}],
    ['token', { ACCESS: 'token', TOKEN_SECRET }],
  ])('R26 ACCESS=%s: what it makes is let in at once, what it revokes is sent away at once', async (_access, env) => {
    const server = await startApp(env);
    const held = await claimDataDirectory(server.dataDirectory, 'repair');
    if (!held.ok) throw new Error(held.error.message);
    expect(await types('tokens make robot --scopes read,write', server.dataDirectory)).toBe(EXIT.done);
    const [token = ''] = said;
    const [id] = complained[0]?.split('  ') ?? [];
    const program = WireClient.dials(server, 'plan', { authorization: `Bearer ${token}` });
    await program.isOpened();
    await program.isSaved();
    expect(await types('tokens', server.dataDirectory)).toBe(EXIT.done);
    expect(said[0]).toContain(`robot  read,write`);
    expect(await types(`tokens revoke ${id}`, server.dataDirectory)).toBe(EXIT.done);
    expect((await program.isClosed()).code).toBe(CLOSE.signIn.code);
    await held.value.release('untouched');
    await server.close();
  });
});
