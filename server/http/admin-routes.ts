/** `/api/admin`, for whoever looks after the server: how it is doing, what documents take, backups. */

import { statfs } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AccessBook } from '../accounts/access-book.ts';
import { authorize } from '../accounts/authorize.ts';
import type { Identity } from '../accounts/identity.ts';
import type { BackupState, DocumentSizes, ServerReport, SizedDocument } from '../contract/admin-api.ts';
import { LIST_ROWS, LIST_ROWS_MAX } from '../contract/limits.ts';
import type { MeasuredDocuments } from '../shards/measured-documents.ts';
import type { Shard } from '../shards/shard.ts';
import type { Backups } from '../storage/backups.ts';
import type { StoreUse } from '../storage/store-use.ts';
import type { Catalogue } from '../workspace/catalogue.ts';
import { type OperatorParts, operatorOf } from './operators.ts';
import { sendProblem } from './problems.ts';

export const sizesQuery = z
  .object({
    from: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(LIST_ROWS_MAX).default(LIST_ROWS),
  })
  .strict();

export interface AdminRouteParts extends OperatorParts {
  readonly book: AccessBook;
  readonly shard: Pick<Shard, 'report'>;
  readonly catalogue: Pick<Catalogue, 'card'>;
  readonly backups: Backups;
  readonly sizes: MeasuredDocuments;
  /** Of somebody with an account. */
  readonly nameOf: (person: string) => string | null;
  readonly dataDirectory: string;
}

export function adminRoutes(app: FastifyInstance, parts: AdminRouteParts): void {
  const { backups, sizes } = parts;

  app.get('/api/admin', async (request, reply) => {
    if ((await operatorOf(parts, request, reply)) === null) return reply;
    const { storage, ...report } = await parts.shard.report();
    const freeBytes = await freeBytesOf(parts.dataDirectory);
    return reply.send({
      ...report,
      storage: { ...storage, freeBytes },
      backup: await backups.state(),
    } satisfies ServerReport);
  });

  app.get('/api/admin/documents', async (request, reply) => {
    const identity = await operatorOf(parts, request, reply);
    if (identity === null) return reply;
    const query = sizesQuery.safeParse(request.query);
    if (!query.success)
      return sendProblem(reply, 400, 'from and limit are numbers: a place in the list, and how many.');
    const { from, limit } = query.data;
    const { measured, isMeasuring } = sizes.look();
    const uses = measured?.uses ?? [];
    const shown = uses.slice(from, from + limit);
    const list: DocumentSizes = {
      documents: await Promise.all(shown.map((use) => sizedFor(parts, identity, use))),
      next: from + limit < uses.length ? from + limit : null,
      count: uses.length,
      bytes: measured?.bytes ?? 0,
      measuredAt: measured?.at ?? null,
      isMeasuring,
    };
    return reply.send(list);
  });

  app.post('/api/admin/backups', async (request, reply) => {
    if ((await operatorOf(parts, request, reply)) === null) return reply;
    if (!backups.start()) return sendProblem(reply, 409, 'A backup is being made already. Wait for it.', 'running');
    return reply.code(202).send((await backups.state()) satisfies BackupState);
  });
}

/** Its title is for those who may read it. */
async function sizedFor(
  { book, catalogue, nameOf, clock }: AdminRouteParts,
  identity: Identity,
  { id, logBytes, snapshotBytes, historyBytes, asideBytes }: StoreUse,
): Promise<SizedDocument> {
  const record = await book.of(id);
  const mayRead = authorize(identity, record, 'read', clock.now()).allowed;
  const name = record.owner === null ? null : nameOf(record.owner);
  return {
    id,
    title: mayRead ? (catalogue.card(id)?.title ?? '') : null,
    owner: record.owner === null || name === null ? null : { id: record.owner, name },
    textBytes: snapshotBytes + logBytes,
    ...{ historyBytes, asideBytes },
  };
}

/** Null where the system does not say. */
async function freeBytesOf(directory: string): Promise<number | null> {
  return await statfs(directory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
}
