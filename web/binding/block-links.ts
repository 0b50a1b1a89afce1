/**
 * Addresses of blocks, for a link that still leads there after others have written: the id of the block's marker, and
 * of the cell where it stands in one. A block that was moved since is found by where it came from.
 */

import * as Y from 'yjs';
import { BODY } from '../../server/contract/document/names.ts';
import type { Binding } from './binding.ts';

/** `client.clock` or `client.clock.cell`; null where the block has no marker of its own yet. */
export function blockAddressAt(binding: Binding, position: number): string | null {
  const { item, tname } = binding.anchorAt(position);
  if (item === null) return null;
  const place = `${item.client}.${item.clock}`;
  return tname === null || tname === BODY ? place : `${place}.${tname}`;
}

/** Where the block with this address stands now; undefined when it is not here, or not yet. */
export function positionOfAddress(binding: Binding, address: string): number | undefined {
  const [, client, clock, cell] = /^(\d{1,16})\.(\d{1,16})(?:\.(.{1,200}))?$/.exec(address) ?? [];
  if (client === undefined || clock === undefined) return undefined;
  const id = Y.createID(Number(client), Number(clock));
  return binding.positionOf(new Y.RelativePosition(null, cell ?? BODY, id, -1));
}
