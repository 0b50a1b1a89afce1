/** What somebody is called whom the server knows by no name. */

import { guests } from '../presence/guest.ts';

export function ownName(): string {
  return guests.present.name;
}
