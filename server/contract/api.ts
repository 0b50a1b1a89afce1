/** JSON of the HTTP API. Times are milliseconds since 1970 in UTC. */

export interface DocumentSummary {
  readonly id: string;
  /** As of the last compaction, seconds behind the editor at most; empty when nobody wrote one. */
  readonly title: string;
  readonly createdAt: number;
  readonly changedAt: number;
}

/** `GET /api/documents`: newest change first. */
export interface DocumentList {
  readonly documents: readonly DocumentSummary[];
}

/** `POST /api/documents` answers 201 with this. */
export interface DocumentCreated {
  readonly id: string;
}

/** `POST /api/images`, whose body is the bytes of an image, answers 201 with this. */
export interface ImageStored {
  /** Where it is shown from: its path on this server, the same for the same bytes. */
  readonly address: string;
}

/** Every refusal of the API; RFC 9457 (`application/problem+json`). */
export interface Problem {
  readonly status: number;
  readonly title: string;
  /** One sentence: what happened and what to do. */
  readonly detail: string;
}

/** `GET /healthz`: 200 when writes work, 503 while they fail. */
export interface Health {
  readonly ok: boolean;
  readonly detail: string;
}

/** `GET /api/session`: who the server takes this browser for. */
export type SessionState =
  | { readonly kind: 'anybody' }
  | { readonly kind: 'stranger' }
  | { readonly kind: 'bearer'; readonly id: string; readonly name: string; readonly expiresAt: number }
  | { readonly kind: 'person'; readonly id: string; readonly name: string; readonly isAdmin: boolean }
  | { readonly kind: 'guest'; readonly id: string; readonly name: string };
