/** A document with a piece of everything, to be looked at: by people in pictures, by axe in tests. */

import type { Person } from './person.ts';

const SHOWN = `
<h1>A garden for the street</h1>
<p>A strip of green between the pavement and the road, from the <a href="https://example.org/school">school</a> to the
bakery. Costs are <strong>lower than last year</strong>, <em>thanks</em> to the <u>seed library</u>; the
<s>lottery</s> is off, and <mark>nobody pays alone</mark>. Ask <span data-type="mention" data-id="guest:bob"
data-label="Bob">@Bob</span>.</p>
<h2>Until spring</h2>
<ul data-type="taskList">
<li data-type="taskItem" data-checked="true"><p>ask the neighbours on both sides</p></li>
<li data-type="taskItem" data-checked="false"><p>measure the beds, again</p></li>
</ul>
<ol><li><p>order compost</p><ul><li><p>two cubic metres</p></li></ul></li><li><p>find spades</p></li></ol>
<blockquote><p>Whoever plants a tree believes in tomorrow.</p></blockquote>
<table><tbody>
<tr><th><p>Plant</p></th><th><p>Pieces</p></th><th><p>Where</p></th></tr>
<tr><td><p>Lavender</p></td><td><p>12</p></td><td><p>along the wall</p></td></tr>
<tr><td><p>Roses</p></td><td><p>4</p></td><td><p>at the corners</p></td></tr>
</tbody></table>
<aside data-type="callout"><p>The water main runs two spades deep: dig by hand.</p></aside>
<h2>How much earth</h2>
<p>A bed of length <span data-type="inline-math" data-latex="l"></span> takes</p>
<div data-type="block-math" data-latex="V = l \\cdot w \\cdot \\frac{d}{2}"></div>
<pre><code class="language-js">const litres = length * width * depth / 2; // per bed</code></pre>
<details open><summary>Who has a wheelbarrow</summary><div data-type="detailsContent"><p>Number 4 and number 11.</p></div></details>
<hr>
<p>See you on Saturday.</p>
`;

/** What menus and panels ask for, and no more. */
const LITTLE = `
<h1>A garden</h1>
<p>the street, the school</p>
<blockquote><p>Whoever plants a tree believes in tomorrow.</p></blockquote>
<table><tbody><tr><td><p>Roses</p></td><td><p>4</p></td></tr></tbody></table>
<div data-type="block-math" data-latex="a + b"></div>
<p>the end</p>
`;

const CHANGED: readonly (readonly [before: string, after: string])[] = [
  ['A strip of green between', 'A strip of green and of flowers between'],
  ['lower than last year', 'higher than last year'],
  ['<em>thanks</em>', 'thanks'],
  ['<h2>How much earth</h2>', '<h3>How much earth</h3>'],
  ['<li><p>find spades</p></li>', '<li><p>find spades</p></li><li><p>and gloves</p></li>'],
  ['<blockquote><p>Whoever plants a tree believes in tomorrow.</p></blockquote>', ''],
  ['V = l', 'V = 2 l'],
  ['length * width * depth', 'length * breadth * depth'],
  ['Number 4 and number 11.', 'Number 4.'],
  ['<hr>', '<hr><p>Bring a friend.</p><hr>'],
  ['See you on Saturday.', 'See you on Sunday.'],
];

export async function writesALittle(person: Person): Promise<void> {
  await person.does('setContent', LITTLE);
  await person.editor.locator('.formula .katex').waitFor();
}

/** Puts in, takes out, replaces and dresses up a piece of it, in each kind of block but tables: these become others. */
export async function changesAPieceOfEverything(person: Person): Promise<void> {
  for (const [before] of CHANGED) {
    if (!SHOWN.includes(before)) throw new Error(`The document to be shown does not say ${before}.`);
  }
  await person.does(
    'setContent',
    CHANGED.reduce((said, [before, after]) => said.replace(before, after), SHOWN),
  );
}

/** Writes all of it into an empty document, and waits for what is drawn late. */
export async function writesTheShowDocument(person: Person): Promise<void> {
  await person.names('A garden for the street');
  await person.does('setContent', SHOWN);
  await person.editor.locator('.formula .katex').nth(1).waitFor();
  await person.editor.locator('pre .hljs-keyword').waitFor();
}
