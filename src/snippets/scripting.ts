import { filled, quoted, singleQuoted } from './recipe.js';
import type { Verification } from './recipe.js';

type Lines = (string | false)[];

const text = (lines: Lines): string => `${lines.filter((line) => line !== false).join('\n')}\n`;

export function node(of: Verification): string {
  const fill = (template: string): string => filled(template, { literal: quoted, join: ' + ' });
  const { prefix, suffix, separator, timestampHeader, header } = of;
  const end = suffix === '' ? '' : `, value.length - ${suffix.length}`;
  return text([
    `import { createHmac, timingSafeEqual } from 'node:crypto';`,
    '',
    'const secret = process.env.WEBHOOK_SECRET;',
    '',
    '/** Returns true if `body`, the raw bytes of the request, was signed with the secret. */',
    'export function verify(headers, body) {',
    of.usesId && `  const id = headers['webhook-id'] ?? '';`,
    timestampHeader !== null &&
      `  const timestamp = headers['${timestampHeader.toLowerCase()}'] ?? '';`,
    of.checksAge &&
      '  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300)) return false;',
    of.decodesSecret
      ? `  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : secret;`
      : '  const key = secret;',
    `  const hmac = createHmac('${of.algorithm}', key).update(${fill(of.before)}).update(body).update(${fill(of.after)});`,
    `  const expected = Buffer.from(hmac.digest('${of.encoding}'));`,
    `  const value = headers[${quoted(header.toLowerCase())}] ?? '';`,
    `  const start = ${fill(prefix)};`,
    '  if (!value.startsWith(start)) return false;',
    `  const signatures = ${separator === null ? `[value.slice(start.length${end})]` : `value.slice(start.length${end}).split(${quoted(separator)})`};`,
    '  return signatures.some((signature) => {',
    '    const given = Buffer.from(signature);',
    '    return given.length === expected.length && timingSafeEqual(given, expected);',
    '  });',
    '}',
  ]);
}

export function python(of: Verification): string {
  const fill = (template: string): string => filled(template, { literal: quoted, join: ' + ' });
  const { prefix, suffix, separator, timestampHeader } = of;
  const rest = `value[len(start):${suffix === '' ? '' : `len(value) - ${suffix.length}`}]`;
  const isBase64 = of.encoding === 'base64' || of.decodesSecret;
  return text([
    isBase64 && 'import base64',
    'import hashlib',
    'import hmac',
    'import os',
    of.checksAge && 'import time',
    '',
    'SECRET = os.environ["WEBHOOK_SECRET"]',
    '',
    '',
    'def verify(headers, body):',
    '    """Returns True if body, the raw bytes of the request, was signed with the secret."""',
    '    headers = {name.lower(): value for name, value in headers.items()}',
    of.usesId && '    id = headers.get("webhook-id", "")',
    timestampHeader !== null &&
      `    timestamp = headers.get("${timestampHeader.toLowerCase()}", "")`,
    of.checksAge && '    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:',
    of.checksAge && '        return False',
    of.decodesSecret
      ? '    key = base64.b64decode(SECRET[6:]) if SECRET.startswith("whsec_") else SECRET.encode()'
      : '    key = SECRET.encode()',
    `    signed = (${fill(of.before)}).encode() + body + (${fill(of.after)}).encode()`,
    `    digest = hmac.new(key, signed, hashlib.${of.algorithm})${of.encoding === 'hex' ? '.hexdigest().encode()' : '.digest()'}`,
    of.encoding === 'base64' && '    digest = base64.b64encode(digest)',
    `    value = headers.get(${quoted(of.header.toLowerCase())}, "")`,
    `    start = ${fill(prefix)}`,
    '    if not value.startswith(start):',
    '        return False',
    `    signatures = ${separator === null ? `[${rest}]` : `${rest}.split(${quoted(separator)})`}`,
    '    return any(hmac.compare_digest(one.encode(), digest) for one in signatures)',
  ]);
}

export function ruby(of: Verification): string {
  const fill = (template: string): string =>
    filled(template, { literal: singleQuoted, join: ' + ' });
  const { prefix, suffix, separator, timestampHeader } = of;
  const rest = `value[start.length...${suffix === '' ? 'value.length' : `-${suffix.length}`}]`;
  const digest = `OpenSSL::HMAC.${of.encoding === 'hex' ? 'hexdigest' : 'digest'}('${of.algorithm.toUpperCase()}', key, signed)`;
  return text([
    `require 'openssl'`,
    of.decodesSecret && `require 'base64'`,
    '',
    `SECRET = ENV.fetch('WEBHOOK_SECRET')`,
    '',
    '# Returns true if body, the raw bytes of the request, was signed with the secret. Names of headers are in lower case.',
    'def verify(headers, body)',
    of.usesId && `  id = headers['webhook-id'].to_s`,
    timestampHeader !== null && `  timestamp = headers['${timestampHeader.toLowerCase()}'].to_s`,
    of.checksAge && '  return false if (Time.now.to_i - timestamp.to_i).abs > 300',
    of.decodesSecret
      ? `  key = SECRET.start_with?('whsec_') ? Base64.decode64(SECRET[6..]) : SECRET`
      : '  key = SECRET',
    `  signed = (${fill(of.before)}).b + body.b + (${fill(of.after)}).b`,
    `  expected = ${of.encoding === 'hex' ? digest : `[${digest}].pack('m0')`}`,
    `  value = headers[${singleQuoted(of.header.toLowerCase())}].to_s`,
    `  start = ${fill(prefix)}`,
    '  return false unless value.start_with?(start)',
    `  signatures = ${separator === null ? `[${rest}]` : `${rest}.split(${singleQuoted(separator)})`}`,
    '  signatures.any? { |one| OpenSSL.secure_compare(one, expected) }',
    'end',
  ]);
}

export function php(of: Verification): string {
  const name = (word: string): string => `$${word}`;
  const fill = (template: string): string =>
    filled(template, { literal: singleQuoted, join: ' . ', name });
  const { prefix, suffix, separator, timestampHeader } = of;
  const rest = `substr($value, strlen($start)${suffix === '' ? '' : `, -${suffix.length}`})`;
  const hmac = `hash_hmac('${of.algorithm}', $signed, $key${of.encoding === 'hex' ? '' : ', true'})`;
  return text([
    '<?php',
    '',
    '/** Returns true if $body, the raw bytes of the request, was signed with the secret. */',
    'function verify(array $headers, string $body): bool',
    '{',
    `    $secret = getenv('WEBHOOK_SECRET');`,
    '    $headers = array_change_key_case($headers);',
    of.usesId && `    $id = $headers['webhook-id'] ?? '';`,
    timestampHeader !== null &&
      `    $timestamp = $headers['${timestampHeader.toLowerCase()}'] ?? '';`,
    of.checksAge && '    if (abs(time() - (int) $timestamp) > 300) {',
    of.checksAge && '        return false;',
    of.checksAge && '    }',
    of.decodesSecret
      ? `    $key = str_starts_with($secret, 'whsec_') ? base64_decode(substr($secret, 6)) : $secret;`
      : '    $key = $secret;',
    `    $signed = ${fill(of.before)} . $body . ${fill(of.after)};`,
    `    $expected = ${of.encoding === 'hex' ? hmac : `base64_encode(${hmac})`};`,
    `    $value = $headers[${singleQuoted(of.header.toLowerCase())}] ?? '';`,
    `    $start = ${fill(prefix)};`,
    '    if (!str_starts_with($value, $start)) {',
    '        return false;',
    '    }',
    `    $signatures = ${separator === null ? `[${rest}]` : `explode(${singleQuoted(separator)}, ${rest})`};`,
    '    foreach ($signatures as $signature) {',
    '        if (hash_equals($expected, $signature)) {',
    '            return true;',
    '        }',
    '    }',
    '    return false;',
    '}',
  ]);
}
