/** The load process: does what it is told, one command after the other. Started by `load-process.ts`. */

import type { Answer, Commands, ConnectParameters, Request } from './commands.ts';
import { Crowd } from './crowd.ts';
import { hand, open } from './opening.ts';
import { present } from './presenting.ts';
import { retype } from './retyping.ts';
import { stall } from './stalling.ts';
import { type } from './typing.ts';

type Handlers = {
  readonly [Name in keyof Commands]: (
    parameters: Commands[Name]['parameters'],
  ) => Commands[Name]['result'] | Promise<Commands[Name]['result']>;
};

let crowd: Crowd | null = null;

const handlers: Handlers = {
  async connect(parameters: ConnectParameters) {
    const startedAt = performance.now();
    crowd = new Crowd(parameters);
    await crowd.connect();
    return { elapsedMs: performance.now() - startedAt };
  },
  type: (parameters) => type(connected(), parameters),
  present: (parameters) => present(connected(), parameters),
  stall: (parameters) => stall(connected(), parameters),
  open,
  hand,
  retype,
  leave() {
    crowd?.leave();
    crowd = null;
    return null;
  },
};

function connected(): Crowd {
  if (crowd === null) throw new Error('nobody is connected');
  return crowd;
}

async function answer({ command, parameters }: Request): Promise<Answer> {
  try {
    const handler = handlers[command] as (parameters: unknown) => Promise<Commands[typeof command]['result']>;
    return { ok: true, result: await handler(parameters) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on('message', (request: Request) => {
  void answer(request).then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit());
