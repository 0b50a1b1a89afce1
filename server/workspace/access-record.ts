/**
 * Who may do what with one document, as it is kept: its owner, the people it was shared with, how far it reaches beside
 * them, the links that open it, and who asks to be let in. Values and pure changes; access-store.ts writes them down.
 *
 * What always holds: a person has one grant for each way they came by it; what came through a link ends with that link;
 * a link's token is nowhere in here, only its hash.
 */

import { z } from 'zod';
import { REACHES, SHARED_ROLES, type SharedRole } from '../contract/roles.ts';

const roleSchema = z.enum(SHARED_ROLES);
/** Milliseconds since 1970; null for what has no end. */
const endSchema = z.number().nullable();

const grantSchema = z
  .object({
    /** The id of a person. */
    person: z.string(),
    role: roleSchema,
    expiresAt: endSchema,
    /** The share link it came through; null when they were named. */
    linkId: z.string().nullable(),
  })
  .readonly();

const linkSchema = z
  .object({ id: z.string(), tokenHash: z.string(), role: roleSchema, expiresAt: endSchema, createdAt: z.number() })
  .readonly();

const requestSchema = z.object({ person: z.string(), at: z.number() }).readonly();

export const accessRecordSchema = z
  .object({
    documentId: z.string(),
    /** Null for a document that was there before there were people. */
    owner: z.string().nullable(),
    grants: z.array(grantSchema).readonly(),
    reach: z.object({ who: z.enum(REACHES), role: roleSchema }).readonly(),
    links: z.array(linkSchema).readonly(),
    requests: z.array(requestSchema).readonly(),
  })
  .readonly();

export type AccessRecord = z.infer<typeof accessRecordSchema>;
export type ShareLink = z.infer<typeof linkSchema>;

/** What holds for a document of which nobody has said anything. */
export function nobodys(documentId: string): AccessRecord {
  return {
    documentId,
    owner: null,
    grants: [],
    reach: { who: 'invited', role: 'viewer' },
    links: [],
    requests: [],
  };
}

/** Names somebody, or changes what they were named for; what they asked for is answered. */
export function withPerson(
  record: AccessRecord,
  person: string,
  role: SharedRole,
  expiresAt: number | null,
): AccessRecord {
  const others = record.grants.filter((grant) => grant.person !== person || grant.linkId !== null);
  return withoutRequest({ ...record, grants: [...others, { person, role, expiresAt, linkId: null }] }, person);
}

/** Takes away everything somebody has, however they came by it. The owner stays the owner; who has nothing, so does all. */
export function withoutPerson(record: AccessRecord, person: string): AccessRecord {
  const grants = record.grants.filter((grant) => grant.person !== person);
  return withoutRequest(grants.length === record.grants.length ? record : { ...record, grants }, person);
}

export function withReach(record: AccessRecord, reach: AccessRecord['reach']): AccessRecord {
  return { ...record, reach };
}

export function withLink(record: AccessRecord, link: ShareLink): AccessRecord {
  return { ...record, links: [...record.links, link] };
}

/** The link, and whatever anybody came by through it. */
export function withoutLink(record: AccessRecord, linkId: string): AccessRecord {
  return {
    ...record,
    links: record.links.filter(({ id }) => id !== linkId),
    grants: record.grants.filter((grant) => grant.linkId !== linkId),
  };
}

/** Somebody with an account opened a link: from now on they find the document without it, until it ends. */
export function withLinkOpened(record: AccessRecord, link: ShareLink, person: string): AccessRecord {
  if (record.owner === person) return record;
  const others = record.grants.filter((grant) => grant.person !== person || grant.linkId !== link.id);
  const { role, expiresAt } = link;
  return withoutRequest({ ...record, grants: [...others, { person, role, expiresAt, linkId: link.id }] }, person);
}

/** Somebody asks to be let in; asking again changes nothing. */
export function withRequest(record: AccessRecord, person: string, at: number): AccessRecord {
  if (record.requests.some((request) => request.person === person)) return record;
  return { ...record, requests: [...record.requests, { person, at }] };
}

export function withoutRequest(record: AccessRecord, person: string): AccessRecord {
  const requests = record.requests.filter((request) => request.person !== person);
  return requests.length === record.requests.length ? record : { ...record, requests };
}

/** Gives the document to somebody else; whoever had it keeps writing. */
export function withOwner(record: AccessRecord, owner: string): AccessRecord {
  const given = withoutPerson(record, owner);
  return { ...(record.owner === null ? given : withPerson(given, record.owner, 'editor', null)), owner };
}
