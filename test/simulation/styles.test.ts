/** What the build makes of the styles: the order of their layers, which decides what wins, is the order they are loaded in. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const BUILT = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const RESET = fileURLToPath(new URL('../../web/ui/reset.css', import.meta.url));

it('the layers come in the order that reset.css says, whatever files the styles were packed into', () => {
  const links = readFileSync(`${BUILT}index.html`, 'utf8').matchAll(/<link rel="stylesheet"[^>]* href="\/([^"]+)"/g);
  const styles = [...links].map(([, file]) => readFileSync(BUILT + file, 'utf8')).join('\n');
  const named = [...styles.matchAll(/@layer ([^{;]+)/g)].flatMap(([, names = '']) => names.split(','));
  const order = [...new Set(named.map((name) => name.trim()))];
  const said = /@layer ([^;{]+);/.exec(readFileSync(RESET, 'utf8'))?.[1];
  expect(order.join(', ')).toBe(said);
});
