import { createDecipheriv } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { parseEncryptionKeys } from '../../../src/config/encryption-keys.js';
import { KeyRing } from '../../../src/database/index.js';
import type { WrappedKey } from '../../../src/database/index.js';

/** What an installation keeps or writes, by where it was found. */
export type Dump = Map<string, string>;

const HEADER = { id: 1, iv: 17, text: 29 };
const TAG_BYTES = 16;
const BYTES = /\\\\x((?:[0-9a-f]{2})+)/g;
const SEALED_TEXT = /sealed:([A-Za-z0-9+/]+=*)/g;

/**
 * Every row of every table and partition, bytes as they are and as text. With `keys`, also what everything opens to
 * that a data key of the database has sealed.
 */
export async function dumpDatabase(url: string, keys?: string): Promise<Dump> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const dump: Dump = new Map();
    const open = keys === undefined ? undefined : await openerOf(client, keys);
    const tables = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
       WHERE relkind IN ('r', 'm') AND relnamespace = 'public'::regnamespace ORDER BY relname`,
    );
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(
        `SELECT to_jsonb(t)::text AS row FROM "${name}" t`,
      );
      const texts = rows.flatMap(({ row }) => [row, ...readable(row, open)]);
      dump.set(`table ${name}`, texts.join('\n'));
    }
    return dump;
  } finally {
    await client.end();
  }
}

type Open = (sealed: Buffer) => Buffer | undefined;

function readable(row: string, open: Open | undefined): string[] {
  const bytes = [
    ...Array.from(row.matchAll(BYTES), ([, hex = '']) => Buffer.from(hex, 'hex')),
    ...Array.from(row.matchAll(SEALED_TEXT), ([, text = '']) => Buffer.from(text, 'base64')),
  ];
  const opened = bytes.flatMap((one) => open?.(one) ?? []);
  return [...bytes, ...opened, ...opened.flatMap(unpacked)].map((one) => one.toString('utf8'));
}

/** AES-GCM is AES-CTR beside its tag, so that no context needs to be known to read. */
async function openerOf(client: Client, encryptionKeys: string): Promise<Open> {
  const ring = KeyRing.of({ encryptionKeys: parseEncryptionKeys(encryptionKeys) });
  const { rows } = await client.query<WrappedKey>(
    'SELECT id, tenant_id, period, wrapped_by, wrapped FROM data_keys',
  );
  const known = new Map<string, KeyObject>();
  for (const row of rows) {
    known.set(row.id.replaceAll('-', ''), (await ring.unwrap(row)).secret);
  }
  return (sealed) => {
    const key = known.get(sealed.subarray(HEADER.id, HEADER.iv).toString('hex'));
    if (sealed[0] !== 1 || key === undefined) return undefined;
    const counter = Buffer.concat([
      sealed.subarray(HEADER.iv, HEADER.text),
      Buffer.from([0, 0, 0, 2]),
    ]);
    const decipher = createDecipheriv('aes-256-ctr', key, counter);
    return decipher.update(sealed.subarray(HEADER.text, -TAG_BYTES));
  };
}

/** A compressed part may begin anywhere after a head in JSON. */
function unpacked(bytes: Buffer): Buffer[] {
  const starts = [0, bytes.indexOf('}') + 1, bytes.lastIndexOf('}') + 1];
  return starts.flatMap((start) =>
    [gunzipSync, inflateSync, brotliDecompressSync].flatMap((unpack) => {
      try {
        return [unpack(bytes.subarray(start))];
      } catch {
        return [];
      }
    }),
  );
}

/** Every key with its value. */
export async function dumpRedis(url: string): Promise<Dump> {
  const redis = new Redis(url);
  try {
    const readers: Record<string, (key: string) => Promise<unknown>> = {
      string: (key) => redis.get(key),
      hash: (key) => redis.hgetall(key),
      list: (key) => redis.lrange(key, 0, -1),
      set: (key) => redis.smembers(key),
      zset: (key) => redis.zrange(key, 0, -1),
      stream: (key) => redis.xrange(key, '-', '+'),
    };
    const texts: string[] = [];
    for (const key of await redis.keys('*')) {
      const read = readers[await redis.type(key)];
      texts.push(key, JSON.stringify(await read?.(key)));
    }
    return new Map([['redis', texts.join('\n')]]);
  } finally {
    redis.disconnect();
  }
}

/** Everything that is said to a Redis from now on. */
export async function listenToRedis(url: string): Promise<{ said: () => Dump; close: () => void }> {
  const redis = new Redis(url);
  const monitor = await redis.monitor();
  const commands: string[] = [];
  monitor.on('monitor', (_time: string, args: string[]) => commands.push(args.join(' ')));
  return {
    said: () => new Map([['commands of Redis', commands.join('\n')]]),
    close: () => {
      monitor.disconnect();
      redis.disconnect();
    },
  };
}

/** Returns which of the values stand where, plain, in base64 or percent-encoded. */
export function findValues(values: Readonly<Record<string, string>>, dumps: readonly Dump[]) {
  const found: string[] = [];
  for (const dump of dumps) {
    for (const [place, text] of dump) {
      for (const [name, value] of Object.entries(values)) {
        if (spellingsOf(value).some((spelling) => text.includes(spelling))) {
          found.push(`${name} in ${place}`);
        }
      }
    }
  }
  return found;
}

function spellingsOf(value: string): string[] {
  const inBase64 = [0, 1, 2].map((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
    const [start, end] = [Math.ceil((before * 8) / 6), Math.floor((padded.length * 8) / 6)];
    return padded.toString('base64').slice(start, end);
  });
  const hex = Buffer.from(value).toString('hex');
  return [value, encodeURIComponent(value), hex, ...inBase64];
}
