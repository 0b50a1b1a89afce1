import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import { Doc } from 'yjs';
import { PALETTE } from '../../../server/contract/palette.ts';
import { colourIndexOf } from '../../../web/presence/palette.ts';
import { initialsOf, peopleIn, personOf, watchPeople } from '../../../web/presence/people.ts';
import { text } from '../../../web/ui/text.ts';
import { ManualClock } from '../../support/clock.ts';
import { manualEnvironment } from '../../support/manual-environment.ts';

const tokens = readFileSync(new URL('../../../web/ui/tokens.css', import.meta.url), 'utf8');

/** The two values of a token, for the light theme and the dark one. */
function token(name: string): readonly [string, string] {
  const match = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(tokens);
  if (match?.[1] === undefined || match[2] === undefined) throw new Error(`no token --${name}`);
  return [match[1], match[2]];
}

function luminance(colour: string): number {
  const channels = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (lighter + 0.05) / (darker + 0.05);
}

describe('the colours of people', () => {
  const themes = ['light', 'dark'] as const;
  it.each(PALETTE.map((colour, index) => [text.people.colours[index], colour, index] as const))(
    '%s can be read on, and seen on the page, in both themes',
    (_name, colour, index) => {
      expect(token(`person-${index}`)[0]).toBe(colour);
      themes.forEach((_theme, theme) => {
        const person = token(`person-${index}`)[theme] ?? '';
        expect(contrast(person, token('on-person')[theme] ?? '')).toBeGreaterThanOrEqual(4.5);
        expect(contrast(person, token('paper')[theme] ?? '')).toBeGreaterThanOrEqual(3);
      });
    },
  );

  it('have a shape each, and neighbours in hue not the same', () => {
    const rules = [...tokens.matchAll(/:is\(([^)]*)\) \{\s*--shape: ([^;]*);/g)];
    const shapeOf = (index: number) =>
      rules.find(([, people]) => people?.includes(`[data-person="${index}"]`))?.[2] ?? 'round';
    const shapes = PALETTE.map((_colour, index) => shapeOf(index));
    expect(new Set(shapes).size).toBe(4);
    for (const [index, shape] of shapes.entries()) {
      expect(shapes[(index + 1) % shapes.length], `after ${index}`).not.toBe(shape);
    }
  });

  it('R39: a colour from somebody else never becomes CSS, only a place in the palette', () => {
    expect(colourIndexOf('#1864ab', 7)).toBe(8);
    for (const hostile of ['red;background:url(//x)', '#fff', null, undefined, {}]) {
      expect(colourIndexOf(hostile, 25)).toBe(1);
    }
  });
});

describe('who is here', () => {
  it('dims who has done nothing for two minutes, until they do something', () => {
    const clock = new ManualClock();
    const awareness = new Awareness(new Doc());
    awareness.setLocalState({ user: { id: 'me', name: 'Zoe' }, cursor: null });
    const people = watchPeople(awareness, manualEnvironment(clock, 0));
    const end = people.subscribe(() => undefined);
    const isIdle = () => people.snapshot().map((person) => person.isIdle);
    clock.advance(119_999);
    expect(isIdle()).toEqual([false]);
    clock.advance(1);
    expect(isIdle()).toEqual([true]);
    awareness.setLocalStateField('cursor', 1);
    expect(isIdle()).toEqual([false]);
    end();
    awareness.destroy();
  });

  it('shows you first, then the others by name, each person once', () => {
    const awareness = new Awareness(new Doc());
    awareness.setLocalState({ user: { id: 'me', name: 'Zoe', color: PALETTE[0] } });
    awareness.states.set(1, { user: { id: 'bob', name: 'Bob' } });
    awareness.states.set(2, { user: { id: 'bob', name: 'Bob' } });
    awareness.states.set(3, { user: { id: 'me', name: 'Zoe' } });
    awareness.states.set(4, { user: { name: 'Ann' } });
    expect(peopleIn(awareness).map(({ name }) => name)).toEqual(['Zoe', 'Ann', 'Bob']);
    awareness.destroy();
  });

  it('R39: nameless, endless and many-lined names are made fit to show', () => {
    const nameOf = (name: unknown) => personOf({ user: { name } }, 1, 2).name;
    expect(nameOf(undefined)).toBe(text.people.someone);
    expect(nameOf('  ')).toBe(text.people.someone);
    expect(nameOf('A\n\nB')).toBe('A B');
    expect(nameOf('x'.repeat(5_000))).toHaveLength(40);
    expect(personOf(null, 1, 2).name).toBe(text.people.someone);
  });

  it('has initials of one or two letters', () => {
    expect(['Ann', 'Quiet Heron', 'Jean Paul Sartre', '😀 x'].map(initialsOf)).toEqual(['A', 'QH', 'JS', '😀X']);
  });
});
