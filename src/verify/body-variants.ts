import { LoopTurns } from '../common/index.js';

/** A body that may have been signed in place of the one that was sent. */
export interface BodyVariant {
  /** What was done to the body, after "the body was". */
  what: string;
  bytes: Buffer;
}

interface Style {
  item: string;
  key: string;
  text: (text: string) => string;
  isSorted?: boolean;
}

const plain = (text: string): string => JSON.stringify(text);
/** Each unit is written once: a body may hold a hundred thousand of the same few. */
function escaped(text: string, pattern: RegExp): string {
  const written = new Map<string, string>();
  return text.replaceAll(pattern, (unit) => {
    const known = written.get(unit);
    if (known !== undefined) return known;
    const escape = `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    written.set(unit, escape);
    return escape;
  });
}
const ascii = (text: string): string => escaped(plain(text), /[\u0080-\uffff]/g);
const slashes = (text: string): string => text.replaceAll('/', String.raw`\/`);
const html = (text: string): string => escaped(plain(text), /[<>&\u2028\u2029]/g);

/** How other languages write JSON. */
const STYLES: readonly [what: string, style: Style][] = [
  ['re-serialised with spaces, as by json.dumps of Python', { item: ', ', key: ': ', text: ascii }],
  ['re-serialised with spaces', { item: ', ', key: ': ', text: plain }],
  ['re-serialised with escaped letters', { item: ',', key: ':', text: ascii }],
  [
    're-serialised with escaped slashes and letters, as by json_encode of PHP',
    { item: ',', key: ':', text: (text) => slashes(ascii(text)) },
  ],
  [
    're-serialised with escaped slashes',
    { item: ',', key: ':', text: (text) => slashes(plain(text)) },
  ],
  [
    're-serialised with escaped HTML characters, as by json.Marshal of Go',
    { item: ',', key: ':', text: html },
  ],
  ['re-serialised with sorted keys', { item: ',', key: ':', text: plain, isSorted: true }],
  [
    're-serialised with sorted keys and spaces',
    { item: ', ', key: ': ', text: ascii, isSorted: true },
  ],
];

const made = new WeakMap<Buffer, Promise<readonly BodyVariant[]>>();

/**
 * Returns what programs make of a JSON body by mistake; variants that equal the body are left out. They are made once
 * for each buffer, in turns of the event loop, because the body of an event is up to 256 KiB.
 */
export function bodyVariants(body: Buffer): Promise<readonly BodyVariant[]> {
  const variants = made.get(body) ?? makeVariants(body);
  made.set(body, variants);
  return variants;
}

async function makeVariants(body: Buffer): Promise<readonly BodyVariant[]> {
  const turns = new LoopTurns();
  const variants: BodyVariant[] = [];
  for (const [what, text] of variantsOf(body)) {
    const bytes = Buffer.from(text as string);
    if (!bytes.equals(body)) variants.push({ what, bytes });
    if (turns.isUsedUp) await turns.next();
  }
  return variants;
}

function* variantsOf(body: Buffer): Generator<[what: string, made: string | Buffer]> {
  const text = body.toString('utf8');
  yield ['given a newline at its end', `${text}\n`];
  yield ['given a line break (CR LF) at its end', `${text}\r\n`];
  yield ['given a byte order mark', `\ufeff${text}`];
  yield ['read as Latin-1 and written as UTF-8', body.toString('latin1')];
  yield ['written as Latin-1', Buffer.from(text, 'latin1')];
  yield ['written as UTF-16', Buffer.from(text, 'utf16le')];
  yield ['turned into a JSON string once more', JSON.stringify(text)];
  yield ['empty: it had been read by something else before', ''];
  yield* parsedVariants(text);
}

function* parsedVariants(text: string): Generator<[what: string, made: string]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  yield ['parsed and serialised again', JSON.stringify(value)];
  for (const [what, style] of STYLES) yield [what, written(value, style)];
  for (const by of [2, 4, '\t']) {
    const lines = JSON.stringify(value, null, by);
    yield ['re-serialised with indentation', lines];
    yield ['re-serialised with indentation', `${lines}\n`];
  }
  if (typeof value === 'object' && value !== null && 'data' in value) {
    yield ['reduced to its field data', JSON.stringify(value.data)];
  }
}

function written(value: unknown, style: Style): string {
  if (typeof value === 'string') return style.text(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((one) => written(one, style)).join(style.item)}]`;
  const entries = Object.entries(value);
  const ordered = style.isSorted ? entries.toSorted(([a], [b]) => (a < b ? -1 : 1)) : entries;
  const fields = ordered.map(
    ([name, inner]) => `${style.text(name)}${style.key}${written(inner, style)}`,
  );
  return `{${fields.join(style.item)}}`;
}
