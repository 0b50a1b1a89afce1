/** Who may do what with one document. */

/** From the least to the most. */
export const ROLES = ['viewer', 'editor'] as const;
export type Role = (typeof ROLES)[number];

export type Action = 'read' | 'write';

const ACTIONS_BY_ROLE: Readonly<Record<Role, readonly Action[]>> = {
  viewer: ['read'],
  editor: ['read', 'write'],
};

export function may(role: Role, action: Action): boolean {
  return ACTIONS_BY_ROLE[role].includes(action);
}
