/** The maxima and intervals of people, sessions and sharing; part of limits.ts, which is where to look for them. */

/** Of so many documents a worker remembers who was given what; a few hundred bytes each. */
export const ACCESS_REMEMBERED_MAX = 10_000;

/** A worker that gets no answer about a person or a document within so long lets nobody in. */
export const DESK_ANSWER_MS = 5_000;

/** A session ends when it was not used for so long, and after the second figure however much it was used. */
export const SESSION_IDLE_MS = 30 * 24 * 60 * 60_000;
export const SESSION_MS_MAX = 180 * 24 * 60 * 60_000;

/** Someone who came by a link is remembered for so long after their last visit. */
export const GUEST_IDLE_MS = 7 * 24 * 60 * 60_000;

/** That a session is in use is written down this often at most. */
export const SESSION_NOTE_MS = 10 * 60_000;

/** Sessions that are over are cleared away this often. */
export const SESSION_SWEEP_MS = 6 * 60 * 60_000;

/** Times that guests come in from one address within SIGN_IN_WINDOW_MS: a class room behind one address, twice. */
export const GUEST_ENTRIES_MAX = 100;

/** Links that one guest has opened; the oldest is forgotten. */
export const GUEST_LINKS_MAX = 50;

/** A password is as long as a short sentence, and no book: hashing a longer one would be a way to keep the server busy. */
export const PASSWORD_CHARACTERS_MIN = 10;
export const PASSWORD_CHARACTERS_MAX = 256;

/** Passwords hashed at once, each with 32 MB and 0.2 s of a core, and waiting for it; more are told to come back. */
export const PASSWORD_HASHES_MAX = 2;
export const PASSWORD_WAITING_MAX = 30;

/** Failed sign-ins within this time: of one account from one address, of one account from anywhere, from one address. */
export const SIGN_IN_WINDOW_MS = 15 * 60_000;
export const SIGN_IN_TRIES_MAX = 10;
export const SIGN_IN_TRIES_OF_ACCOUNT_MAX = 100;
export const SIGN_IN_TRIES_OF_ADDRESS_MAX = 100;

/** Of so many accounts and addresses; some hundred bytes each. */
export const SIGN_IN_REMEMBERED_MAX = 50_000;

/** An invitation, and a link to choose a new password, are good for so long. */
export const TICKET_INVITATION_MS = 7 * 24 * 60 * 60_000;
export const TICKET_RESET_MS = 24 * 60 * 60_000;

/** Longest address of a mailbox (RFC 5321). */
export const EMAIL_CHARACTERS_MAX = 254;

/** People on one page of the list. */
export const PEOPLE_PAGE_MAX = 100;

/** People a document is shared with by name, links to it, and people who wait to be let in; more belong to a wider reach. */
export const GRANT_PEOPLE_MAX = 500;
export const LINK_COUNT_MAX = 50;
export const ACCESS_REQUESTS_MAX = 100;

/** Whoever was sent to the identity provider has so long to come back, and so many may be there at once. */
export const OIDC_FLOW_MS = 10 * 60_000;
export const OIDC_FLOWS_MAX = 1_000;
