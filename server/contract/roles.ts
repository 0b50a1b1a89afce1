/** Who may do what with one document. */

/** From the least to the most. */
export const ROLES = ['viewer', 'commenter', 'editor', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** What can be given to others; a document has one owner. */
export const SHARED_ROLES = ['viewer', 'commenter', 'editor'] as const;
export type SharedRole = (typeof SHARED_ROLES)[number];

/** Whom a document is open to beside those who were named: nobody, whoever has an account here, whoever has its address. */
export const REACHES = ['invited', 'signed-in', 'link'] as const;
export type Reach = (typeof REACHES)[number];

/** `share`: say who else may do something with it; `delete`: put it into the trash, or out of the world. */
export const ACTIONS = ['read', 'comment', 'write', 'share', 'delete'] as const;
export type Action = (typeof ACTIONS)[number];

const ACTIONS_BY_ROLE: Readonly<Record<Role, readonly Action[]>> = {
  viewer: ['read'],
  commenter: ['read', 'comment'],
  editor: ['read', 'comment', 'write'],
  owner: ['read', 'comment', 'write', 'share', 'delete'],
};

export function may(role: Role, action: Action): boolean {
  return ACTIONS_BY_ROLE[role].includes(action);
}

/** The one that may do more; null is nothing at all. */
export function greaterRole(one: Role | null, other: Role | null): Role | null {
  if (one === null || other === null) return one ?? other;
  return ROLES.indexOf(one) >= ROLES.indexOf(other) ? one : other;
}

/** What a token for programs is good for; whoever made it must be allowed to do it themselves. */
export const SCOPES = ['read', 'write', 'share', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

export const SCOPE_BY_ACTION: Readonly<Record<Action, Scope>> = {
  read: 'read',
  comment: 'write',
  write: 'write',
  share: 'share',
  delete: 'write',
};
