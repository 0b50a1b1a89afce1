/** `scriptorium import FILE...`: a new document of each file, in a data directory or, while a server has it, through that. */

import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FileReader, ReadFileWithImages } from '../contract/document/file-reader.ts';
import { withSources } from '../contract/document/image-sources.ts';
import { importDocument } from '../contract/document/import.ts';
import { IMPORT_BYTES_MAX, IMPORT_UPDATE_BYTES_MAX } from '../contract/limits.ts';
import { randomClientId, randomId } from '../lib/random.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { ImageStore } from '../storage/image-store.ts';
import { addressIn, type CommandContext, EXIT, type MaintenanceCommand, parse } from './command.ts';
import { DocumentPlaces } from './document-places.ts';
import { imageBeside, keepImage } from './imported-images.ts';

export const importCommand: MaintenanceCommand = {
  name: 'import',
  usage: 'import FILE... [--address URL]',
  meaning:
    'Make a document of each file (Markdown, Word, web page, plain text) and print where it is; --address: as people reach the server.',
  run: importFiles,
};

const MEGABYTE = 1024 * 1024;

async function importFiles({ parameters, dataDirectory, address, terminal }: CommandContext): Promise<number> {
  const parsed = parse(parameters, { address: { type: 'string' } }, Number.POSITIVE_INFINITY);
  const base = parsed.ok ? addressIn(parsed.value.text('address') ?? address) : parsed;
  const files = parsed.ok ? parsed.value.positionals : [];
  if (!base.ok || files.length === 0) {
    terminal.complain(`${base.ok ? 'Say which files.' : base.error} Usage: scriptorium ${importCommand.usage}`);
    return EXIT.refused;
  }
  const places = await DocumentPlaces.of(dataDirectory);
  if (!places.ok) {
    terminal.complain(places.error);
    return EXIT.refused;
  }
  const images = ImageStore.ofDataDirectory(dataDirectory);
  const read = await openReader();
  const bar = terminal.progress(files.length, 'files');
  let failures = 0;
  for (const file of files) {
    const id = await importFile(file, { read, images, places: places.value });
    bar.advance();
    if (id.ok) terminal.say(`${base.value}/d/${id.value}  ${file}`);
    else terminal.complain(id.error);
    failures += id.ok ? 0 : 1;
  }
  bar.end();
  await places.value.close();
  if (files.length > 1) terminal.complain(`${files.length - failures} of ${files.length} files imported.`);
  return failures === 0 ? EXIT.done : EXIT.damaged;
}

/** The same readers as in the browser, built for Node; seen from the built server and, in development, from its source. */
async function openReader(): Promise<FileReader> {
  const place = import.meta.url.endsWith('.ts') ? '../../dist/reader' : '../../reader';
  const { openReader: open } = await import(new URL(`${place}/command-line.js`, import.meta.url).href);
  return open();
}

interface Import {
  readonly read: FileReader;
  readonly images: ImageStore;
  readonly places: DocumentPlaces;
}

/** @returns the id of the new document, or a sentence that names the file; nothing was created then. */
async function importFile(file: string, { read, images, places }: Import): Promise<Result<string, string>> {
  try {
    const bytes = await bytesOf(file);
    if (!bytes.ok) return bytes;
    const content = await read(basename(file), bytes.value, (path) => imageBeside(file, path, images));
    const update = await updateOf(content, images);
    if (update.length > IMPORT_UPDATE_BYTES_MAX) {
      const most = IMPORT_UPDATE_BYTES_MAX / MEGABYTE;
      return failed(`"${file}" becomes a document of more than ${most} MB. Split it and import the parts.`);
    }
    const id = randomId();
    const added = await places.add(id, update);
    return added.ok ? ok(id) : failed(`"${file}" could not be written. ${added.error}`);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return failed(error instanceof Error && error.name === 'UnreadableFile' ? said : `"${file}": ${said}`);
  }
}

async function bytesOf(file: string): Promise<Result<Uint8Array, string>> {
  const found = await stat(file).catch(() => null);
  if (found === null) return failed(`There is no file "${file}".`);
  if (found.isDirectory())
    return failed(`"${file}" is a folder. Name the files in it: scriptorium import ${file}/*.md`);
  if (found.size > IMPORT_BYTES_MAX) {
    return failed(`"${file}" is larger than ${IMPORT_BYTES_MAX / MEGABYTE} MB. Split it and import the parts.`);
  }
  return ok(await readFile(file));
}

/** Images that came inside the file are kept as our own; those that cannot be stay where they are. */
async function updateOf(content: ReadFileWithImages, images: ImageStore): Promise<Uint8Array> {
  const keptBySrc = new Map<string, string>();
  for (const [src, bytes] of content.images) {
    const kept = await keepImage(bytes, images);
    if (kept !== null) keptBySrc.set(src, kept);
  }
  const tree = withSources(content.tree, (src) => keptBySrc.get(src) ?? src);
  return importDocument(tree, { title: content.title, clientId: randomClientId(), newId: randomId });
}
