/** Hocuspocus as its documentation starts it; with SQLite when a file is named. */

import { SQLite } from '@hocuspocus/extension-sqlite';
import { Server } from '@hocuspocus/server';

const [database] = process.argv.slice(2);
const server = new Server({
  port: Number(process.env.PORT),
  address: process.env.HOST,
  quiet: true,
  extensions: database === undefined ? [] : [new SQLite({ database })],
});
await server.listen();
process.stdout.write('listening\n');
