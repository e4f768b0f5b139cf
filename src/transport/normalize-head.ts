import { AmbiguousResponseError, LongHeadError } from './transport-errors.js';

interface Header {
  /** In lower case; null if the line is not a header. */
  name: string | null;
  value: string;
  line: string;
}

/** In a head longer than this, only the headers of `ALWAYS_KEPT` are kept beyond the limit. */
const MAX_KEPT = 12_288;
const ALWAYS_KEPT = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'keep-alive',
  'retry-after',
  'transfer-encoding',
]);

/** The limit of curl. */
const MAX_LINES = 5_000;

/** A bare LF, a folded line, or a name that is not a token. */
const ODD = /(?:^|[^\r])\n|\n[ \t]|\n[\w!#$%&'*+.^`|~-]*[^:\n\w!#$%&'*+.^`|~-][^:\n]*:/;
const FRAMING = /\n(?:content-length|transfer-encoding)[^\n]*/gi;
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADER = /^([^:\s][^:]*?)[ \t]*:[ \t]*(.*)$/;

/**
 * Rewrites the head of a response, from the status line to the empty line, so that a strict parser
 * accepts everything that curl and browsers accept: lines that end in a bare LF, folded lines (RFC 9112
 * sections 2.2 and 5.2), white space before a colon, a repeated equal length (RFC 9110 section 8.6) and
 * long heads. Headers whose names are not tokens are left out. The parser reports all other faults.
 * Throws an AmbiguousResponseError if parsers may disagree on the end of the body (RFC 9112 section 6.3),
 * and a LongHeadError for thousands of headers.
 */
export function normalizeHead(head: string): string {
  if (isPlain(head)) return head;
  const [statusLine = '', ...lines] = head
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .filter((line) => line !== '');
  if (lines.length > MAX_LINES) throw new LongHeadError(`${MAX_LINES} lines`);
  const headers = withOneLength(lines.map(toHeader));
  const legible = headers.filter(({ name }) => name === null || TOKEN.test(name));
  // Parsers may treat an invalid header differently, so no later response is read from the connection.
  const isDoubtful = legible.length < headers.length;
  const known = isDoubtful ? legible.filter(({ name }) => name !== 'connection') : legible;
  const kept = [...withinBounds(known), ...(isDoubtful ? ['connection: close'] : [])];
  return [statusLine, ...kept, '', ''].join('\r\n');
}

/** Returns true if every parser reads the head in the same way. False negatives only cost time. */
function isPlain(head: string): boolean {
  if (head.length > MAX_KEPT || ODD.test(head)) return false;
  const [first = '', second] = head.match(FRAMING) ?? [];
  return second === undefined && !first.includes(',');
}

function toHeader(line: string): Header {
  const [, name, value = ''] = HEADER.exec(line) ?? [];
  if (name === undefined) return { name: null, value: '', line };
  return { name: name.toLowerCase(), value, line: `${name}: ${value}` };
}

function withOneLength(headers: readonly Header[]): Header[] {
  const said = headers.filter(({ name }) => name === 'content-length');
  const lengths = said.flatMap(({ value }) => value.split(',').map((one) => one.trim()));
  const [length = '', ...others] = lengths;
  if (said.length > 0 && headers.some(({ name }) => name === 'transfer-encoding')) {
    throw new AmbiguousResponseError('both Content-Length and Transfer-Encoding');
  }
  if (others.some((other) => other !== length)) {
    throw new AmbiguousResponseError('different values of Content-Length');
  }
  if (others.length === 0) return [...headers];
  const rest = headers.filter(({ name }) => name !== 'content-length');
  return [...rest, toHeader(`content-length: ${length}`)];
}

function withinBounds(headers: readonly Header[]): string[] {
  let room = MAX_KEPT;
  return headers.flatMap(({ name, line }) => {
    const isWanted = name === null || ALWAYS_KEPT.has(name);
    if (!isWanted && line.length > room) return [];
    room -= line.length;
    return [line];
  });
}
