import { resolveProfile } from '../signing/index.js';
import type { SigningProfile } from '../signing/index.js';

/** What a verification has to do, in the order of its steps. */
export interface Verification {
  /** The signature header. */
  header: string;
  /** The header with the signed timestamp; null where none is signed. */
  timestampHeader: 'webhook-timestamp' | 'X-Webhook-Timestamp' | null;
  usesId: boolean;
  /** Whether a retry has a timestamp of its own, so that old ones can be refused. */
  checksAge: boolean;
  /** The signed content before and after the body, with `{id}` and `{timestamp}`. */
  before: string;
  after: string;
  algorithm: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  encoding: 'hex' | 'base64';
  decodesSecret: boolean;
  /** The text of the header before and after the signatures, with `{timestamp}`. */
  prefix: string;
  suffix: string;
  /** Null: the header holds one signature. */
  separator: string | null;
}

export function verificationOf(profile: SigningProfile): Verification {
  const { header, content, value, separator, ...others } = resolveProfile(profile);
  const { algorithm = 'sha256', encoding = 'hex', key = 'utf8', timestamp = 'attempt' } = others;
  const [before = '', after = ''] = content.split('{body}');
  const [prefix = '', suffix = ''] = value.split('{signature}');
  const hasTime = `${content}${value}`.includes('{timestamp}');
  return {
    header,
    timestampHeader: hasTime
      ? timestamp === 'created'
        ? 'X-Webhook-Timestamp'
        : 'webhook-timestamp'
      : null,
    usesId: content.includes('{id}'),
    checksAge: content.includes('{timestamp}') && timestamp === 'attempt',
    before,
    after,
    algorithm,
    encoding,
    decodesSecret: key === 'base64',
    prefix,
    suffix,
    separator: separator ?? null,
  };
}

/** Returns an expression that fills a template: literals and the names `id` and `timestamp`, joined by an operator. */
export function filled(
  template: string,
  {
    literal,
    join,
    name = (word) => word,
  }: {
    literal: (text: string) => string;
    join: string;
    name?: (word: string) => string;
  },
): string {
  const parts = template
    .split(/\{(id|timestamp)\}/)
    .map((part, index) => (index % 2 === 1 ? name(part) : part === '' ? '' : literal(part)))
    .filter((part) => part !== '');
  return parts.length === 0 ? literal('') : parts.join(join);
}

/** A literal in the quotation marks of C. Templates are printable ASCII. */
export const quoted = (text: string): string => JSON.stringify(text);

/** A literal in which nothing is interpolated, for PHP and Ruby. */
export const singleQuoted = (text: string): string =>
  `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
