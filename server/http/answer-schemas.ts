/** Shapes of answers, for openapi.json; a test holds real answers against them, and TypeScript the types of api.ts. */

import { z } from 'zod';
import type { BackupState, DocumentSizes, ServerReport } from '../contract/admin-api.ts';
import type {
  ApiTokenCreated,
  ApiTokenList,
  ContentSaved,
  ImageStored,
  VersionList,
  WebhookCreated,
  WebhookDeliveries,
  WebhookList,
} from '../contract/api.ts';
import type { CommentList, ThreadView } from '../contract/comment-api.ts';
import { SCOPES } from '../contract/roles.ts';

/** Milliseconds since 1970. */
const time = z.number();
const end = time.nullable();

export const problem = z.object({
  type: z.string(),
  status: z.number(),
  title: z.string(),
  detail: z.string(),
  reason: z.string().optional(),
});

export const imageStored = z.strictObject({ address: z.string() }) satisfies z.ZodType<ImageStored>;

export const contentSaved = z.strictObject({
  version: z.number(),
  updateBytes: z.number(),
}) satisfies z.ZodType<ContentSaved>;

const version = z.strictObject({
  ...{ from: z.number(), through: z.number(), fromAt: time, throughAt: time, edits: z.number() },
  authors: z.array(z.strictObject({ user: z.string(), name: z.string().nullable(), isYou: z.boolean() })),
  authorCount: z.number(),
});
export const versionList = z.strictObject({
  versions: z.array(version),
  next: z.string().nullable(),
}) satisfies z.ZodType<VersionList>;

const comment = z.strictObject({
  ...{ id: z.string(), author: z.string(), isMine: z.boolean(), text: z.string() },
  ...{ at: time, editedAt: time.nullable() },
});
export const commentThread = z.strictObject({
  ...{ id: z.string(), revision: z.number(), quote: z.string() },
  anchor: z.strictObject({ from: z.string(), to: z.string() }),
  comments: z.array(comment),
  resolved: z.strictObject({ at: time, by: z.string() }).nullable(),
}) satisfies z.ZodType<ThreadView>;
export const commentList = z.strictObject({
  ...{ revision: z.number(), threads: z.array(commentThread), removed: z.array(z.string()) },
}) satisfies z.ZodType<CommentList>;

const token = {
  ...{ id: z.string(), start: z.string(), name: z.string(), scopes: z.array(z.enum(SCOPES)) },
  ...{ person: z.string().nullable(), createdAt: time, expiresAt: end, lastUsedAt: end },
};
export const tokenList = z.strictObject({ tokens: z.array(z.strictObject(token)) }) satisfies z.ZodType<ApiTokenList>;
export const tokenCreated = z.strictObject({ ...token, token: z.string() }) satisfies z.ZodType<ApiTokenCreated>;

const webhook = {
  ...{
    id: z.string(),
    url: z.string(),
    events: z.array(z.string()),
    documentId: z.string().nullable(),
    createdAt: time,
  },
};
export const webhookList = z.strictObject({
  webhooks: z.array(z.strictObject(webhook)),
}) satisfies z.ZodType<WebhookList>;
export const webhookCreated = z.strictObject({ ...webhook, secret: z.string() }) satisfies z.ZodType<WebhookCreated>;

const delivery = z.strictObject({
  ...{ id: z.string(), event: z.string(), documentId: z.string(), at: time, attempts: z.number() },
  ...{ status: z.number().nullable(), reason: z.string().nullable(), nextAt: end },
});
export const webhookDeliveries = z.strictObject({
  deliveries: z.array(delivery),
}) satisfies z.ZodType<WebhookDeliveries>;

const progress = z.discriminatedUnion('step', [
  z.strictObject({ since: time, step: z.literal('writing'), bytes: z.number() }),
  z.strictObject({ since: time, step: z.literal('proving'), entries: z.number(), entriesInAll: z.number() }),
  z.strictObject({ since: time, step: z.literal('images') }),
]);
export const backupState = z.strictObject({
  running: progress.nullable(),
  last: z.strictObject({ file: z.string(), bytes: z.number(), at: time }).nullable(),
  failure: z.strictObject({ at: time, sentence: z.string() }).nullable(),
  directory: z.string(),
}) satisfies z.ZodType<BackupState>;

const storage = z.strictObject({
  ...{ ok: z.boolean(), detail: z.string(), stops: z.number(), oldestUnwrittenMs: z.number() },
  lastStop: z.strictObject({ at: time, detail: z.string() }).nullable(),
  freeBytes: z.number().nullable(),
});
export const serverReport = z.strictObject({
  ...{ workers: z.number(), workersAway: z.number(), connections: z.number(), openDocuments: z.number() },
  ...{ storage, backup: backupState },
}) satisfies z.ZodType<ServerReport>;

const sizedDocument = z.strictObject({
  ...{ id: z.string(), title: z.string().nullable() },
  owner: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  ...{ textBytes: z.number(), historyBytes: z.number(), asideBytes: z.number() },
});
export const documentSizes = z.strictObject({
  documents: z.array(sizedDocument),
  ...{ next: z.number().nullable(), count: z.number(), bytes: z.number() },
  ...{ measuredAt: end, isMeasuring: z.boolean() },
}) satisfies z.ZodType<DocumentSizes>;
