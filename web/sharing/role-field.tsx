/** Chooses what somebody may do. */

import { useId } from 'react';
import { SHARED_ROLES, type SharedRole } from '../../server/contract/roles.ts';
import { words } from '../accounts/words.ts';

export interface RoleFieldProps {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly role: SharedRole;
  onRole(role: SharedRole): void;
}

export function RoleField({ label, isLabelHidden = false, role, onRole }: RoleFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <select
        id={id}
        className="input"
        value={role}
        onChange={({ target }) => onRole(SHARED_ROLES.find((one) => one === target.value) ?? 'viewer')}
      >
        {SHARED_ROLES.map((one) => (
          <option key={one} value={one}>
            {words.share.roles[one]}
          </option>
        ))}
      </select>
    </div>
  );
}
