import { createHash } from 'node:crypto';
import { open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { z } from 'zod';

import { EXIT, type MaintenanceCommand, type Terminal } from '../../../server/commands/command.ts';
import { MAINTENANCE_COMMANDS } from '../../../server/commands/commands.ts';
import { importDocument } from '../../../server/contract/document/import.ts';
import { IMAGE_PATH } from '../../../server/contract/limits.ts';
import { systemClock } from '../../../server/lib/clock.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { failed, type Result } from '../../../server/lib/result.ts';
import { openControlSocket } from '../../../server/storage/control-socket.ts';
import { ImageStore } from '../../../server/storage/image-store.ts';
import { recordKey, segmentKey, snapshotKey } from '../../../server/storage/level-keys.ts';
import { openLevelLog } from '../../../server/storage/level-log.ts';
import { openLevelStore } from '../../../server/storage/level-store.ts';
import { Workspace } from '../../../server/workspace/workspace.ts';
import { must } from '../../support/document-log-contract.ts';
import { png } from '../../support/images.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.ts';
import { bodyOf, TypedDocument } from '../../support/typing.ts';

let directory: TemporaryDirectory;
let path: string;
let said: string[];
let written: Uint8Array[];

const terminal: Terminal = {
  say: (line) => said.push(line),
  complain: (line) => said.push(line),
  write: async (bytes) => {
    written.push(bytes);
  },
  progress: () => ({ advance() {}, end() {} }),
  ask: async () => null,
};

beforeEach(async () => {
  directory = await temporaryDirectory('commands');
  path = join(directory.path, 'data-directory');
  said = [];
  written = [];
});

afterEach(() => directory.remove());

/** Types a command line as an operator would. */
async function types(line: string, dataDirectory = path): Promise<number> {
  const [name, ...parameters] = line.split(' ');
  const command = MAINTENANCE_COMMANDS.find((candidate) => candidate.name === name) as MaintenanceCommand;
  return command.run({ parameters, dataDirectory, workers: 1, address: 'http://127.0.0.1:8080', terminal });
}

async function annWrites(id: string, text: string): Promise<TypedDocument> {
  const document = new TypedDocument();
  document.type('ann', text);
  const log = must(await openLevelLog({ directory: path, clock: systemClock }));
  must(
    await log.append(
      id,
      document.records.map(({ bytes }) => ({ user: 'ann', bytes })),
    ),
  );
  await log.close();
  return document;
}

async function shown(id: string, dataDirectory = path) {
  const log = must(await openLevelLog({ directory: dataDirectory, clock: systemClock }));
  const { snapshot, tail, damage, head } = must(await log.open(id));
  await log.close();
  return {
    text: bodyOf(...(snapshot === null ? [] : [snapshot.bytes]), ...tail.map(({ bytes }) => bytes)),
    damage,
    head,
  };
}

/** Changes one value behind everybody's back. */
async function damage(key: string): Promise<void> {
  const store = await openLevelStore(join(path, 'log'), false);
  const value = Uint8Array.from(store.get(key) ?? []);
  value[value.length - 1] = (value[value.length - 1] ?? 0) ^ 1;
  await store.write([{ type: 'put', key, value }]);
  await store.close();
}

describe('verify', () => {
  it('R33 finds nothing in a sound directory', async () => {
    await annWrites('a', 'words');
    expect(await types('verify')).toBe(EXIT.done);
    expect(said.at(-1)).toBe('1 documents, 5 records, 0 damaged.');
  });

  it('R33 names what is damaged and ends with 1', async () => {
    await annWrites('a', 'words');
    await annWrites('b', 'more');
    await damage(recordKey('a', 3));
    expect(await types('verify')).toBe(EXIT.damaged);
    expect(said.join('\n')).toMatch(/a: record 3 is unreadable[\s\S]*2 documents, .* 1 damaged/);
  });

  it('does not repair without being told to', async () => {
    await annWrites('a', 'words');
    expect(await types('verify --repair')).toBe(EXIT.refused);
    expect(said.join()).toContain('--yes');
  });

  it('R18 --repair saves every record that can be read, keeps the others aside, and the document takes writes again', async () => {
    await annWrites('a', 'words');
    await damage(recordKey('a', 5));
    expect((await shown('a')).damage).toMatch(/record 5 is unreadable/);
    expect(await types('verify --repair --yes')).toBe(EXIT.done);
    expect(said.join('\n')).toContain('a: repaired; records lost: 1; the next one is number 6.');
    expect(await shown('a')).toEqual({ text: 'word', damage: null, head: 5 });
    expect(await readFile(join(path, 'damaged', 'a.jsonl'), 'utf8')).toContain(recordKey('a', 5));
    expect(await types('verify')).toBe(EXIT.done);
    const log = must(await openLevelLog({ directory: path, clock: systemClock }));
    expect(must(await log.append('a', [{ user: 'ann', bytes: Y.encodeStateAsUpdate(new Y.Doc()) }]))).toBe(6);
    await log.close();
  });

  it('R18 a lost snapshot is built again from the history: to be read at once, for good by --repair', async () => {
    const document = await annWrites('a', 'a whole sentence');
    await types('compact');
    await damage(snapshotKey('a'));
    expect(await shown('a')).toMatchObject({
      text: document.text(),
      damage: expect.stringMatching(/the snapshot is unreadable/),
    });
    expect(await types('verify --repair --yes')).toBe(EXIT.done);
    expect(await shown('a')).toEqual({ text: document.text(), damage: null, head: document.records.length });
  });

  it('a damaged history costs nothing of the text', async () => {
    const document = await annWrites('a', 'a whole sentence');
    await types('compact');
    await damage(segmentKey('a', 1));
    expect(await types('verify')).toBe(EXIT.damaged);
    expect(await types('verify --repair --yes')).toBe(EXIT.done);
    expect((await shown('a')).text).toBe(document.text());
    expect(await types('verify')).toBe(EXIT.done);
  });

  it('R34 --repair rebuilds a database without CURRENT from its files, and keeps what was there', async () => {
    const document = await annWrites('a', 'a whole sentence');
    await writeFile(join(path, 'log', 'CURRENT'), '');
    expect(await types('verify')).toBe(EXIT.damaged);
    expect(await types('verify --repair --yes')).toBe(EXIT.done);
    expect(await shown('a')).toMatchObject({ text: document.text(), damage: null });
    expect((await readdir(join(path, 'damaged'))).some((name) => name.startsWith('log-'))).toBe(true);
  });
});

function opened(workspace: Result<Workspace, string>): Workspace {
  if (!workspace.ok) throw new Error(workspace.error);
  return workspace.value;
}

describe('backup and restore', () => {
  it('R36 a backup of a running server restores to the same documents', async () => {
    const document = await annWrites('a', 'words');
    const log = must(await openLevelLog({ directory: path, clock: systemClock }));
    const file = join(directory.path, 'backup');
    expect(await types(`backup ${file}`)).toBe(EXIT.done);
    await log.close();
    const other = join(directory.path, 'other');
    expect(await types(`restore ${file}`, other)).toBe(EXIT.done);
    expect(await shown('a', other)).toEqual({ text: document.text(), damage: null, head: 5 });
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, -40)],
    ['changed', (bytes: Buffer) => Buffer.from(bytes.map((byte, index) => (index === 120 ? byte ^ 1 : byte)))],
    ['longer than it was', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])],
    ['something else', () => Buffer.from('hello\n')],
  ])('R36 a backup that is %s restores nothing', async (_, change) => {
    await annWrites('a', 'words');
    const file = join(directory.path, 'backup');
    await types(`backup ${file}`);
    await writeFile(file, change(await readFile(file)));
    const other = join(directory.path, 'other');
    expect(await types(`restore ${file}`, other)).toBe(EXIT.refused);
    expect(said.at(-1)).toMatch(/^Nothing was restored and nothing was changed: /);
    expect(await readdir(directory.path)).not.toContain('other');
  });

  it('does not write over a directory that holds data, unless told to, and keeps it then', async () => {
    await annWrites('a', 'words');
    const file = join(directory.path, 'backup');
    await types(`backup ${file}`);
    await annWrites('b', 'newer');
    expect(await types(`restore ${file}`)).toBe(EXIT.refused);
    expect(await types(`restore ${file} --replace`)).toBe(EXIT.done);
    expect((await shown('b')).head).toBe(0);
    const aside = (await readdir(path)).find((name) => name.startsWith('replaced-')) as string;
    expect((await shown('b', join(path, aside))).text).toBe('newer');
    expect((await shown('a')).text).toBe('words');
  });

  it('R34 R36 restores into a directory that cannot be renamed, as a volume is, and a cut in the middle is refused', async () => {
    const document = await annWrites('a', 'words');
    const file = join(directory.path, 'backup');
    await types(`backup ${file}`);
    const held = await open(join(path, 'lock'), 'r');
    await types(`restore ${file} --replace`);
    expect((await held.stat()).ino).toBe((await stat(join(path, 'lock'))).ino);
    await held.close();
    // As a crash between moving the old things out and the new ones in leaves it.
    await rename(join(path, 'scriptorium.json'), join(path, 'replaced-1.json'));
    expect((await openLevelLog({ directory: path, clock: systemClock })).ok).toBe(false);
    expect(await types(`restore ${file} --replace`)).toBe(EXIT.done);
    expect((await shown('a')).text).toBe(document.text());
  });
});

describe('excise, compact, export, stats', () => {
  it('R18 excise takes one record out and keeps it aside', async () => {
    await annWrites('a', 'words');
    expect(await types('excise a 5')).toBe(EXIT.done);
    expect(await shown('a')).toEqual({ text: 'word', damage: null, head: 5 });
    expect(await types('verify')).toBe(EXIT.done);
    expect(await types('excise a 2')).toBe(EXIT.refused);
    expect(said.at(-1)).toMatch(/part of the snapshot/);
  });

  it('R36 images go into the folder beside a backup, come back with it, and are verified', async () => {
    await annWrites('a', 'one');
    const name = await ImageStore.ofDataDirectory(path).put(png(2, 2), 'png');
    const file = join(directory.path, 'backup');
    expect(await types(`backup ${file}`)).toBe(EXIT.done);
    const elsewhere = join(directory.path, 'elsewhere');
    expect(await types(`restore ${file}`, elsewhere)).toBe(EXIT.done);
    expect(await ImageStore.ofDataDirectory(elsewhere).names()).toEqual([name]);
    expect(await types('verify', elsewhere)).toBe(EXIT.done);
    await writeFile(join(elsewhere, 'images', name.slice(0, 2), name), 'spoiled');
    expect(await types('verify', elsewhere)).toBe(EXIT.damaged);
    expect(said.join('\n')).toContain(`image ${name}`);
  });

  it('R36 what is known about documents and people goes beside a backup and comes back, of a running server, too', async () => {
    await annWrites('a', 'one');
    const rowSchema = z.object({ name: z.string() });
    const workspace = opened(await Workspace.open(join(path, 'workspace'), silentLogger));
    await workspace.change(() => [[workspace.table('people', rowSchema).put('ann', { name: 'Änne' })], null]);
    const log = must(await openLevelLog({ directory: path, clock: systemClock }));
    const refuses = async () => failed('no');
    const handlers = { backup: () => workspace.backup(1), add: refuses, reindex: refuses, tokens: refuses };
    const control = await openControlSocket(workspace.directory, handlers, silentLogger);
    const served = join(directory.path, 'served');
    expect(await types(`backup ${served}`)).toBe(EXIT.done);
    await Promise.all([control.close(), workspace.close(), log.close()]);
    const left = join(directory.path, 'left');
    expect(await types(`backup ${left}`)).toBe(EXIT.done);
    expect(await types('verify')).toBe(EXIT.done);
    expect(said.at(-1)).toBe('1 rows about documents and people, 0 damaged.');

    for (const file of [served, left]) {
      const elsewhere = `${file}-restored`;
      expect(await types(`restore ${file}`, elsewhere)).toBe(EXIT.done);
      const restored = opened(await Workspace.open(join(elsewhere, 'workspace'), silentLogger));
      expect(restored.table('people', rowSchema).get('ann')).toEqual({ name: 'Änne' });
      await restored.close();
      await writeFile(`${file}.workspace`, 'cut');
      expect(await types(`restore ${file}`, `${file}-again`)).toBe(EXIT.refused);
    }
  });

  it('export writes a document to read, with its images inside', async () => {
    const picture = png(2, 2);
    const hash = createHash('sha256').update(picture).digest('hex');
    const address = `${IMAGE_PATH}${hash}.png`;
    const tree = {
      type: 'doc',
      content: [
        { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Beds' }] },
        { type: 'image', attrs: { src: address, alt: 'a bed' } },
      ],
    };
    const update = importDocument(tree, { title: 'The plan', clientId: 7, newId: () => 'x' });
    const log = must(await openLevelLog({ directory: path, clock: systemClock }));
    must(await log.append('plan', [{ user: 'ann', bytes: update }]));
    await log.close();
    await ImageStore.ofDataDirectory(path).put(picture, 'png');

    for (const format of ['md', 'html', 'txt', 'docx']) {
      expect(await types(`export plan --format ${format}`), said.join()).toBe(EXIT.done);
    }
    const [markdown, page, plain, word] = written.map((bytes) => Buffer.from(bytes).toString('latin1'));
    expect(markdown).toBe(`---\ntitle: "The plan"\n---\n\n## Beds\n\n![a bed](${address})\n`);
    expect(page).toContain(`data:image/png;base64,${picture.toString('base64')}`);
    expect(plain).toBe('The plan\n\nBeds\n\n');
    expect(word).toMatch(/^PK/);
  });

  it('export writes a document as of now, as of a record, and its raw log', async () => {
    const document = await annWrites('a', 'words');
    expect(await types('export a')).toBe(EXIT.done);
    expect(bodyOf(written[0] as Uint8Array)).toBe(document.text());
    expect(await types('export a --at 2')).toBe(EXIT.done);
    expect(bodyOf(written[1] as Uint8Array)).toBe('wo');
    expect(await types('export a --at 2001-01-01')).toBe(EXIT.done);
    expect(bodyOf(written[2] as Uint8Array)).toBe('');
    expect(await types('export a --raw')).toBe(EXIT.done);
    expect(
      Buffer.from(written[3] as Uint8Array)
        .toString()
        .trim()
        .split('\n'),
    ).toHaveLength(5);
    expect(await types('export a --format epub')).toBe(EXIT.refused);
    expect(await types('export a --at yesterday')).toBe(EXIT.refused);
    expect(await types(`export a --output ${directory.path}/nowhere/a.md`)).toBe(EXIT.refused);
    expect(said.at(-1)).toContain('Choose another place for --output.');
    written = [];
    for (const line of ['export a --raw --format md', 'export a --raw --at 2', 'export a --colour']) {
      expect(await types(line), line).toBe(EXIT.refused);
      expect(said.at(-1)).toContain('Usage: scriptorium export');
    }
    expect(written).toEqual([]);
  });

  it('export says of a document that is nowhere, or was deleted, that it is so', async () => {
    await annWrites('a', 'words');
    expect(await types('export nobody')).toBe(EXIT.refused);
    expect(said.at(-1)).toBe('There is no document nobody.');
    const log = must(await openLevelLog({ directory: path, clock: systemClock }));
    must(await log.remove('a'));
    await log.close();
    expect(await types('export a')).toBe(EXIT.refused);
    expect(said.at(-1)).toBe('Document a was deleted for good.');
  });

  it('R18 export writes what can be read of a damaged document, says that there was more, and ends with 1', async () => {
    await annWrites('a', 'words');
    await damage(recordKey('a', 4));
    expect(await types('export a')).toBe(EXIT.damaged);
    expect(bodyOf(written[0] as Uint8Array)).toBe('wor');
    expect(said.at(-1)).toMatch(/record 4 is unreadable.*It is shown as of record 3/);
    await damage(recordKey('a', 1));
    expect(await types('export a')).toBe(EXIT.damaged);
    expect([written.length, said.at(-1)]).toEqual([1, expect.stringContaining('record 1 is unreadable')]);
  });

  it.each(['compact', 'compact a', 'excise a 1'])('"%s" says so where nothing is, and makes nothing', async (line) => {
    expect(await types(line)).toBe(EXIT.refused);
    expect(said.at(-1)).toContain('Check DATA_DIR');
    expect(await readdir(path)).not.toContain('log');
  });

  it('stats tells what each document takes, and compact gives room back', async () => {
    await annWrites('a', 'words '.repeat(50));
    expect(await types('stats --json')).toBe(EXIT.done);
    const before = JSON.parse(said.at(-1) ?? '');
    expect(await types('compact')).toBe(EXIT.done);
    await types('stats --json');
    const after = JSON.parse(said.at(-1) ?? '');
    expect([before.records, after.records, after.runs]).toEqual([300, 0, 1]);
    expect(await types('compact nobody')).toBe(EXIT.refused);
    expect(said.at(-1)).toBe('There is no document nobody.');
    expect(after.snapshotBytes + after.historyBytes).toBeLessThan(before.logBytes / 10);
  });

  it.each(['backup', 'restore', 'excise a', 'export', 'verify --nonsense', 'stats a b c'])(
    '"%s" is refused with its usage',
    async (line) => {
      await annWrites('a', 'x');
      expect(await types(line)).toBe(EXIT.refused);
      expect(said.at(-1)).toMatch(/Usage: scriptorium|too many|Unknown/);
    },
  );
});
