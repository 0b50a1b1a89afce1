import { expect, it } from 'vitest';
import { Turns } from '../../../server/lib/turns.ts';

it('work is done one after the other, also behind one that failed, and no more than so many wait', async () => {
  const turns = new Turns(3);
  const done: string[] = [];
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const first = turns.take(async () => {
    await gate;
    done.push('first');
    throw new Error('it went wrong');
  });
  const others = ['second', 'third'].map((name) => turns.take(async () => done.push(name)));
  expect(turns.take(async () => done.push('one too many'))).toBeNull();
  expect(done).toEqual([]);
  open();
  await expect(first).rejects.toThrow('it went wrong');
  await Promise.all(others);
  expect(done).toEqual(['first', 'second', 'third']);
  expect(await turns.take(async () => 'room again')).toBe('room again');
});
