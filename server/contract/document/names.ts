/**
 * The spelling of the document model: the root types of a Yjs document, and the keys of a marker.
 * Spelling only; what the words mean is said in docs/DOCUMENT-MODEL.md. A change here is a change of every stored
 * document, so nothing here ever changes without a new SCHEMA_VERSION and a migration on the server.
 */

/** Version of the document model, in `meta.schema` and in our client's handshake (`?schema=`). */
export const SCHEMA_VERSION = 1;

/** Root `Y.Text`: the whole body, one flat text. */
export const BODY = 'body';

/** Root `Y.Text`: the title, plain characters. */
export const TITLE = 'title';

/** Root `Y.Map`: what the server says about the document; clients only read it. */
export const META = 'meta';

/** Key of META: the SCHEMA_VERSION the document is written in. */
export const META_SCHEMA = 'schema';

/** Marker keys. An absent key means the default: a plain paragraph at the top is an empty map. */
export const KEY = {
  /** Node type of the block; default `paragraph`. */
  type: 'type',
  /** Path of the containers the block is in, see path.ts; default none. */
  path: 'in',
  /** Id of a table: part of the names of its cells. */
  tableId: 'id',
} as const;

/** `a:<attribute>`: an attribute of the block itself. */
export const ATTRIBUTE_PREFIX = 'a:';
/** `r:<row id>` and `c:<column id>` of a table: the order key of that row or column. */
export const ROW_PREFIX = 'r:';
export const COLUMN_PREFIX = 'c:';
/** `cw:<column id>` of a table: the width of that column in px. */
export const COLUMN_WIDTH_PREFIX = 'cw:';
/** `x:<name>`: reserved for extensions, never touched by the editor. */
const EXTENSION_PREFIX = 'x:';

/** Where a moved block came from, see moves.ts. */
export const MOVED_FROM = `${EXTENSION_PREFIX}from`;

export function attributeKey(attribute: string): string {
  return `${ATTRIBUTE_PREFIX}${attribute}`;
}

/**
 * `c<k>:<attribute>`: an attribute of the k-th container around the block, counted from inside (0 = the innermost).
 * It is read only from the first block of that container.
 */
export function containerAttributeKey(levelFromInside: number, attribute: string): string {
  return `c${levelFromInside}:${attribute}`;
}

/** Whether a key is a `c<k>:` key; `c:` and `cw:` keys of a table are not. */
export function isContainerAttributeKey(key: string): boolean {
  return /^c\d+:/.test(key);
}

/** Ids of tables, rows and columns: they become part of a root name, so they contain no colon. */
const ID_PATTERN = /^[A-Za-z0-9_-]{1,36}$/;

export function isTableId(id: unknown): id is string {
  return typeof id === 'string' && ID_PATTERN.test(id);
}

const CELL_PREFIX = 'cell:';

/** Name of the root `Y.Text` that holds one cell of a table: itself a flat text like the body. */
export function cellName(table: string, row: string, column: string): string {
  return `${CELL_PREFIX}${table}:${row}:${column}`;
}

export function isCellName(root: string): boolean {
  return root.startsWith(CELL_PREFIX);
}
