/** Opening a long document that the server has on its disk only (P5). */

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settled } from '../disk-bytes.ts';
import { median } from '../report.ts';
import type { Target } from '../targets/target.ts';
import { type LongDocument, typeLongDocument } from './long-document.ts';
import { type Case, cpuOf, type Measure, type Scenario, type Stage, type Values } from './scenario.ts';

const DOCUMENTS = 8;
const CROWD = 100;

const MEASURES: readonly Measure[] = [
  { key: 'one', what: 'one client: ms to synced', digits: 1, atMost: 15 },
  { key: 'oneCpu', what: '- server CPU ms', digits: 1, atMost: 15 },
  { key: 'crowd', what: `${CROWD} clients at once: ms to the last`, digits: 0, atMost: 80 },
  { key: 'crowdCpu', what: '- server CPU ms', digits: 0, atMost: 60 },
];

export const coldOpen: Scenario = {
  name: 'cold-open',
  title: 'Cold open of a long document',
  method:
    'A document of about 259,000 made-up edits is handed over as one update, the server is stopped and started again, and the document ' +
    `is opened: ${DOCUMENTS} copies one after the other by one client each (median), another by ${CROWD} at once. The text is compared.`,
  async cases(size, targets) {
    const document = await typeLongDocument(size, join(tmpdir(), `scriptorium-bench-${process.pid}.update`));
    return [
      caseOf(
        document,
        targets.filter((target) => target.keepsDocuments),
      ),
    ];
  },
};

function caseOf(document: LongDocument, targets: readonly Target[]): Case {
  const label = `P5 cold open, ${Math.round(document.bytes / 1000)} KB`;
  return { label, measures: MEASURES, targets, run: (stage) => run(stage, document) };
}

async function run(stage: Stage, document: LongDocument): Promise<Values> {
  const { target, load, start, fault } = stage;
  const { dialect } = target;
  const first = await start();
  const names = Array.from({ length: DOCUMENTS + 2 }, (_, index) => `cold-${index}`);
  for (const name of names)
    await load.run('hand', { port: first.port, dialect, document: name, paths: [document.path] });
  await settled(stage.directory);
  await first.stop();

  const server = await start();
  const { port } = server;
  const open = async (name: string, clients: number) => {
    const { cpuSeconds, result } = await cpuOf(server, () =>
      load.run('open', { port, dialect, document: name, clients }),
    );
    if (result.hash !== document.hash) fault(`${name} came back with ${result.characters} other characters`);
    return { ms: Math.max(...result.elapsedMs), cpuMs: cpuSeconds * 1000 };
  };
  const [warmUp = '', forCrowd = '', ...others] = names;
  await open(warmUp, 1);
  const before = server.cpuSeconds();
  const opened = [];
  for (const name of others) opened.push(await open(name, 1));
  const oneCpu = ((server.cpuSeconds() - before) / others.length) * 1000;
  const crowd = await open(forCrowd, CROWD);
  return { one: median(opened.map(({ ms }) => ms)), oneCpu, crowd: crowd.ms, crowdCpu: crowd.cpuMs };
}
