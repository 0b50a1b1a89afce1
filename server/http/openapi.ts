/** The catalogue of operations as an OpenAPI 3.1 document, and as a page that needs no script. Pure. */

import { z } from 'zod';
import { API_REQUESTS_PER_MINUTE } from '../contract/api-limits.ts';
import { problem } from './answer-schemas.ts';
import { OPERATIONS, type Operation } from './operations.ts';

type Json = Readonly<Record<string, unknown>>;

export function openApiDocument(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of OPERATIONS) {
    const [method = '', path = ''] = operation.route.split(' ');
    const address = path.replace(/:(\w+)/g, '{$1}');
    paths[address] = { ...paths[address], [method.toLowerCase()]: described(operation, path) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Scriptorium',
      version: '1',
      description: `Documents that people write together. ${API_REQUESTS_PER_MINUTE} requests a minute for each token.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A token for programs: scr_...' } },
    },
  };
}

function described(
  { route, summary, scope, query, body, bodyTypes, answer, answerTypes, status }: Operation,
  path: string,
): Json {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  const inPath = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const isJson = bodyTypes === undefined;
  const sent = body === undefined && isJson ? {} : { requestBody: { content: contentOf(bodyTypes, body, 'input') } };
  const given =
    answer === undefined && answerTypes === undefined ? {} : { content: contentOf(answerTypes, answer, 'output') };
  return {
    operationId: route.replace(/\W+(\w)/g, (_match, letter: string) => letter.toUpperCase()).replace(/\W/g, ''),
    summary,
    parameters: [...inPath, ...parametersOf(query)],
    ...sent,
    responses: {
      [status]: { description: 'Done', ...given },
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
    ...(scope === null ? {} : { security: [{ token: [] }], 'x-scope': scope }),
  };
}

function contentOf(
  types: readonly string[] = ['application/json'],
  schema: z.ZodType | undefined,
  io: 'input' | 'output',
) {
  const described = schema === undefined ? { type: 'string' } : schemaOf(schema, io);
  return Object.fromEntries(types.map((type) => [type, { schema: described }]));
}

function parametersOf(query: z.ZodType | undefined): Json[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
    readonly properties?: Record<string, Json>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

/** @param explanations of refusals: the end of a problem's type, and what to do. */
export function docsPage(explanations: readonly (readonly [type: string, sentence: string])[]): string {
  const rows = OPERATIONS.map(({ route, summary, scope }) => {
    const [method = '', path = ''] = route.split(' ');
    return `<tr><td><code>${method}</code></td><td><code>${path.replace(/:(\w+)/g, '{$1}')}</code></td><td>${summary}</td><td>${scope ?? ''}</td></tr>`;
  });
  const problems = explanations.map(
    ([type, sentence]) => `<dt id="problem-${type}"><code>${type}</code></dt><dd>${sentence}</dd>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Scriptorium</title>
<style>
:root { color-scheme: light dark; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
.wide { overflow-x: auto; } table { border-collapse: collapse; } caption { text-align: start; }
td, th { padding: 0.3rem 0.8rem 0.3rem 0; text-align: start; vertical-align: top; } dd { margin: 0 0 0.6rem 1.5rem; }
</style>
</head>
<body>
<main>
<h1>The API of this server</h1>
<p>Every field of every request is in <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1). Programs say who they are
with a token: <code>Authorization: Bearer scr_...</code></p>
<h2>Addresses</h2>
<div class="wide" tabindex="0" role="region" aria-label="Addresses">
<table>
<thead><tr><th scope="col">Method</th><th scope="col">Address</th><th scope="col">What it does</th><th scope="col">Scope</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>
<h2>Refusals</h2>
<p>As RFC 9457 says: <code>type</code> is one of these for ever, <code>detail</code> is a sentence for a person.</p>
<dl>
${problems.join('\n')}
</dl>
</main>
</body>
</html>
`;
}
