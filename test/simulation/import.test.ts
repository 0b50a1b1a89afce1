/** `scriptorium import`: what people have in files becomes documents, whether a server has the data directory or not. */

import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toMarkdownFile } from '../../server/contract/document/document-file.ts';
import { toWordFile } from '../../server/contract/document/docx.ts';
import { readDocumentUpdate } from '../../server/contract/document/read-document.ts';
import { IMAGE_PATH } from '../../server/contract/limits.ts';
import { systemClock } from '../../server/lib/clock.ts';
import { openLevelLog } from '../../server/storage/level-log.ts';
import { runCommand } from '../crash/crash-server.ts';
import { must } from '../support/document-log-contract.ts';
import { png } from '../support/images.ts';
import { ServerProcess } from '../support/server-process.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';

const GOLDEN = new URL('../corpus/files/repertoire.md', import.meta.url);

let folder: TemporaryDirectory;
const leaving: (() => unknown)[] = [];

beforeEach(async () => {
  folder = await temporaryDirectory('import');
});

afterEach(async () => {
  for (const leave of leaving.splice(0).reverse()) await leave();
  await folder.remove();
});

/** A data directory that a server made; the server has it still, or has ended. */
async function directoryOf(state: 'served' | 'left', env: Readonly<Record<string, string>> = {}) {
  const server = await ServerProcess.start({ env });
  leaving.push(() => server.close());
  if (state === 'left') await server.stops();
  return { server, dataDir: server.dataDir };
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder.path, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
}

interface Imported {
  readonly code: number;
  readonly output: string;
  readonly ids: readonly string[];
}

async function imports(dataDir: string, ...parameters: readonly string[]): Promise<Imported> {
  const { code, output } = await runCommand(['import', ...parameters], dataDir);
  return { code, output, ids: [...output.matchAll(/\/d\/(\S+)/g)].map(([, id = '']) => id) };
}

/** What a document says that no server has at present. */
async function markdownOf(dataDir: string, id = ''): Promise<string> {
  const log = must(await openLevelLog({ directory: dataDir, clock: systemClock }));
  const { snapshot } = must(await log.open(id));
  await log.close();
  const { title, tree } = readDocumentUpdate(snapshot?.bytes ?? new Uint8Array());
  return toMarkdownFile(title, tree);
}

describe('scriptorium import', () => {
  it('Markdown, Word, a web page and plain text become documents, each with its address on a line', async () => {
    const { dataDir } = await directoryOf('left');
    const golden = await readFile(GOLDEN, 'utf8');
    const letter = await toWordFile(
      { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Dear Ben' }] }] },
      { title: 'A letter', images: new Map() },
    );
    const files = [
      await file('plan.md', golden),
      await file('letter.docx', letter),
      await file('page.html', '<title>News</title><script>alert(1)</script><p>It <b>rains</b>'),
      await file('notes.txt', 'One\nTwo\n'),
    ];
    const { code, output, ids } = await imports(dataDir, '--address', 'https://docs.example.org/', ...files);
    expect(code, output).toBe(0);
    expect(output).toContain(`https://docs.example.org/d/${ids[0]}  ${files[0]}`);
    const contents: string[] = [];
    for (const id of ids) contents.push(await markdownOf(dataDir, id));
    expect(contents).toEqual([
      golden,
      '---\ntitle: "A letter"\n---\n\nDear Ben\n',
      '---\ntitle: "News"\n---\n\nIt **rains**\n',
      '---\ntitle: "notes"\n---\n\nOne\n\nTwo\n',
    ]);
  });

  it('a running server takes them in, whichever of its workers has them, and home lists them by their titles', async () => {
    const { server, dataDir } = await directoryOf('served', { WORKERS: '2' });
    const names = ['Oak', 'Ash', 'Elm', 'Yew'];
    const files = await Promise.all(names.map((name) => file(`${name}.md`, `About the ${name}.`)));
    const { code, output } = await imports(dataDir, ...files);
    expect(code, output).toBe(0);
    const titles = async () => {
      const { documents } = await (await fetch(`${server.url}/api/documents`)).json();
      return documents.map(({ title }: { readonly title: string }) => title).sort();
    };
    await expect.poll(titles, { timeout: 20_000 }).toEqual([...names].sort());
  });

  it('images inside the file and beside it are kept; what lies elsewhere on this machine stays where it is', async () => {
    const { server, dataDir } = await directoryOf('served');
    const inside = png(3, 3).toString('base64');
    await file('notes/pictures/oak tree.png', png(2, 2));
    await symlink(await file('secret.png', png(4, 4)), join(folder.path, 'notes/pictures/link.png'));
    const sources = [
      `data:image/png;base64,${inside}`,
      'pictures/oak%20tree.png',
      '../secret.png',
      'pictures/link.png',
    ];
    const notes = await file('notes/trees.md', sources.map((src) => `![tree](${src})`).join('\n\n'));
    const { code, output, ids } = await imports(dataDir, notes);
    expect(code, output).toBe(0);
    const shown = await runCommand(['export', ids[0] ?? '', '--format', 'md'], dataDir);
    const kept = [...shown.output.matchAll(/\]\((.*)\)/g)].map(([, src = '']) => src);
    expect(kept.map((src) => src.startsWith(IMAGE_PATH))).toEqual([true, true, false, false]);
    expect(Buffer.from(await (await fetch(server.url + kept[1])).arrayBuffer())).toEqual(png(2, 2));
  });

  it('R39 nothing that a page names is fetched, and nothing in it runs', async () => {
    const asked: string[] = [];
    const elsewhere = createServer((request, answer) => {
      asked.push(request.url ?? '');
      answer.end();
    }).listen(0, '127.0.0.1');
    leaving.push(() => elsewhere.close());
    const { dataDir } = await directoryOf('left');
    const at = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    const page = await file(
      'page.html',
      `<link rel="stylesheet" href="${at}/style"><script src="${at}/script"></script><script>fetch("${at}/ran")</script>
       <iframe src="${at}/frame"></iframe><img src="${at}/image"><object data="${at}/object"></object><p onclick="x()">Text`,
    );
    const { code, output, ids } = await imports(dataDir, page);
    expect(code, output).toBe(0);
    expect(await markdownOf(dataDir, ids[0])).toContain('Text');
    expect(asked).toEqual([]);
  });

  it('each file that cannot be read is a sentence, the others are imported all the same, and the exit code is 1', async () => {
    const { dataDir } = await directoryOf('left');
    const good = await file('good.md', 'Good.');
    const broken = [await file('broken.docx', 'no zip'), await file('photo.heic', 'x'), join(folder.path, 'none.md')];
    const { code, output, ids } = await imports(dataDir, ...broken, good, folder.path);
    expect(code).toBe(1);
    expect(ids).toHaveLength(1);
    expect(output).toContain('1 of 5 files imported.');
    for (const name of ['broken.docx', 'photo.heic', 'none.md']) expect(output).toContain(name);
    expect(output).toContain(`"${folder.path}" is a folder.`);
    expect(output).not.toMatch(/\n\s+at /);
  });

  it('it is refused where no server ever kept anything, and without files', async () => {
    const good = await file('good.md', 'Good.');
    expect(await imports(join(folder.path, 'nowhere'), good)).toMatchObject({
      code: 2,
      output: expect.stringContaining('Check DATA_DIR'),
    });
    const { dataDir } = await directoryOf('left');
    expect(await imports(dataDir)).toMatchObject({ code: 2, output: expect.stringContaining('Say which files.') });
    expect(await imports(dataDir, good, '--address', 'docs')).toMatchObject({ code: 2, ids: [] });
  });
});
