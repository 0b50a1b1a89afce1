// @vitest-environment happy-dom

/** A screen that is loaded when somebody goes there, and what stands there until it is here. */
import { act, type ComponentType } from 'react';
import { jsx } from 'react/jsx-runtime';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ErrorBoundary } from '../../../web/ui/error-boundary.tsx';
import { lateScreen } from '../../../web/ui/late-screen.tsx';

interface Loaded {
  readonly default: ComponentType<{ readonly id: string }>;
}

const LOADED: Loaded = { default: ({ id }) => `document ${id}` };

let root: Root;
let page: HTMLElement;

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  page = document.createElement('div');
  root = createRoot(page);
});

afterEach(async () => await act(async () => root.unmount()));

/** A screen, and the two ways that its load can end. */
function screenOnItsWay() {
  let arrives: (loaded: Loaded) => void = () => {};
  let fails: (error: Error) => void = () => {};
  const Screen = lateScreen(
    () =>
      new Promise<Loaded>((resolve, reject) => {
        arrives = resolve;
        fails = reject;
      }),
  );
  const goThere = (id: string) => {
    const there = jsx(Screen, { id, meanwhile: 'opening' }, id);
    return act(async () => root.render(jsx(ErrorBoundary, { instead: 'broken', children: there })));
  };
  return {
    goThere,
    leave: () => act(async () => root.render(null)),
    arrives: () => act(async () => arrives(LOADED)),
    fails: () => act(async () => fails(new Error('the server is away'))),
  };
}

it('stands when it is here, and at once from then on', async () => {
  const screen = screenOnItsWay();
  await screen.goThere('a');
  expect(page.textContent).toBe('opening');
  await screen.arrives();
  expect(page.textContent).toBe('document a');
  await screen.goThere('b');
  expect(page.textContent).toBe('document b');
});

it('may come after somebody went elsewhere', async () => {
  const screen = screenOnItsWay();
  await screen.goThere('a');
  await screen.leave();
  await screen.arrives();
  expect(page.textContent).toBe('');
  await screen.goThere('a');
  expect(page.textContent).toBe('document a');
});

it('leaves to the boundary around it what could not be loaded', async () => {
  const screen = screenOnItsWay();
  await screen.goThere('a');
  await screen.fails();
  expect(page.textContent).toBe('broken');
});
