import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { generateSecret, prepareSigner } from '../../src/signing/index.js';
import { eventually } from '../support/app/index.js';
import { spawnNode } from '../support/app/process.js';

type Headers = Record<string, string>;
type Verify = (headers: Headers, body: Buffer, secret: string) => boolean;

interface Vector {
  scheme: string;
  secret: string;
  id: string;
  timestamp: number;
  body: string;
  signature: string;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(ROOT, 'docs', 'receiving.md'), 'utf8');
const vectorFile = readFileSync(join(ROOT, 'test', 'vectors', 'signatures.json'), 'utf8');
const vectors = (JSON.parse(vectorFile) as { cases: Vector[] }).cases;

// The samples as a reader saves them, beside the packages that they import.
const directory = mkdtempSync(join(tmpdir(), 'postrider-samples-'));
symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
const SAMPLE = /<!-- sample: (\S+) -->\n+```\w+\n([\s\S]*?)^```$/gm;
const samples = [...page.matchAll(SAMPLE)].map(([, name = '', text = '']) => {
  writeFileSync(join(directory, name), text);
  return name;
});
const load = (name: string): Promise<unknown> =>
  import(/* @vite-ignore */ pathToFileURL(join(directory, name)).href);
const { verify } = (await load('verify.mjs')) as { verify: Verify };

afterEach(() => void vi.useRealTimers());
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const body = Buffer.from('{"id":"evt_1","type":"session.created","data":{"name":"José"}}');
const oldSecret = generateSecret();
const newSecret = generateSecret();
const ownSecret = 'an own secret of letters';

/** The headers of a request that was signed so many seconds ago, with the newest secret first. */
function signed(secrets: string[], secondsAgo = 0): Headers {
  const attemptSeconds = Math.floor(Date.now() / 1000) - secondsAgo;
  const live = secrets.map((value, index) => ({
    value,
    expiresAt: index === 0 ? null : new Date((attemptSeconds + 3600) * 1000),
  }));
  const message = { id: 'evt_1', createdSeconds: attemptSeconds - 60, attemptSeconds, body };
  const signatures = prepareSigner(['standard', 'x-webhook'], live)(message);
  const headers = {
    ...signatures,
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(attemptSeconds),
  };
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

/** Sends half a request and closes the connection. */
async function breakOff(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: receiver\r\nContent-Length: 9\r\n\r\nhalf');
  await once(socket, 'connect');
  socket.end();
  await once(socket.resume(), 'close');
}

const good = signed([newSecret, oldSecret]);
const CASES: { what: string; headers: Headers; body: Buffer; secret: string; takes: boolean }[] = [
  { what: 'the new secret', headers: good, body, secret: newSecret, takes: true },
  { what: 'the former secret', headers: good, body, secret: oldSecret, takes: true },
  { what: 'an own secret', headers: signed([ownSecret]), body, secret: ownSecret, takes: true },
  { what: 'a stranger', headers: good, body, secret: generateSecret(), takes: false },
  {
    what: 'another body',
    headers: good,
    body: Buffer.concat([body, Buffer.from(' ')]),
    secret: newSecret,
    takes: false,
  },
  {
    what: 'another id',
    headers: { ...good, 'webhook-id': 'evt_2' },
    body,
    secret: newSecret,
    takes: false,
  },
  { what: 'an old one', headers: signed([newSecret], 600), body, secret: newSecret, takes: false },
  {
    what: 'a future one',
    headers: signed([newSecret], -600),
    body,
    secret: newSecret,
    takes: false,
  },
  {
    what: 'no time',
    headers: { ...good, 'webhook-timestamp': 'now' },
    body,
    secret: newSecret,
    takes: false,
  },
  {
    what: 'a signature that is no base64',
    headers: { ...good, 'webhook-signature': 'v1,é v1' },
    body,
    secret: newSecret,
    takes: false,
  },
  { what: 'no headers', headers: {}, body, secret: newSecret, takes: false },
];

describe('the samples of docs/receiving.md', () => {
  it('are all that this file runs', () => {
    expect(samples.toSorted()).toEqual([
      'receiver.mjs',
      'verify-body.mjs',
      'verify-with-library.mjs',
      'verify.mjs',
      'verify.py',
    ]);
  });

  it.each(CASES)('verify.mjs takes $what: $takes', ({ headers, body, secret, takes }) => {
    expect(verify(headers, body, secret)).toBe(takes);
  });

  it.each(vectors.filter(({ scheme }) => scheme === 'standard'))(
    'verify.mjs takes the vector "$name" at its time',
    ({ id, timestamp, signature, body, secret }) => {
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signature,
      };
      vi.useFakeTimers({ now: timestamp * 1000 });
      expect(verify(headers, Buffer.from(body), secret)).toBe(true);
    },
  );

  it('verify-with-library.mjs gives the body, and throws for another secret', async () => {
    const { verified } = (await load('verify-with-library.mjs')) as {
      verified: (headers: Headers, body: Buffer, secret: string) => unknown;
    };
    for (const secret of [newSecret, oldSecret]) {
      expect(verified(good, body, secret)).toEqual(JSON.parse(body.toString()));
    }
    expect(() => verified(good, body, generateSecret())).toThrow(/No matching signature/);
  });

  it('verify-body.mjs takes either secret of a rotation, the vectors, and nothing else', async () => {
    const { verifyBody } = (await load('verify-body.mjs')) as { verifyBody: Verify };
    for (const secret of [newSecret, oldSecret]) expect(verifyBody(good, body, secret)).toBe(true);
    expect(verifyBody(good, body, generateSecret())).toBe(false);
    expect(verifyBody({}, body, newSecret)).toBe(false);
    const byBody = vectors.filter(({ scheme }) => scheme === 'x-webhook');
    expect(byBody.length).toBeGreaterThan(0);
    for (const { body, secret, signature } of byBody) {
      const headers = { 'x-webhook-signature': signature };
      expect(verifyBody(headers, Buffer.from(body), secret)).toBe(true);
    }
  });

  it('receiver.mjs takes what is signed, once, and refuses the rest', async () => {
    const env = { PORT: '0', WEBHOOK_SECRET: newSecret };
    const receiver = spawnNode(join(directory, 'receiver.mjs'), env, directory);
    try {
      const [, port] = await eventually(() => {
        const match = /listening on port (\d+)/.exec(receiver.output());
        if (match === null) throw new Error(`does not listen: ${receiver.output()}`);
        return match;
      });
      const post = async (headers: Headers): Promise<number> => {
        const url = `http://127.0.0.1:${port}/webhooks`;
        return (await fetch(url, { method: 'POST', headers, body })).status;
      };
      await breakOff(Number(port));
      const fresh = signed([newSecret]);
      expect([await post(fresh), await post(fresh), await post({})]).toEqual([204, 204, 401]);
      await eventually(() => expect(receiver.output().match(/received evt_1/g)).toHaveLength(1));
    } finally {
      receiver.kill('SIGKILL');
      await receiver.ended;
    }
  });
});

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython)
  console.warn('Left out: the Python sample of docs/receiving.md; python3 is missing.');

describe.runIf(hasPython)('the sample verify.py of docs/receiving.md', () => {
  it('takes what verify.mjs takes', () => {
    const program = [
      'import base64, json, sys',
      'from verify import verify',
      'cases = json.load(sys.stdin)',
      'print(json.dumps([verify(c["headers"], base64.b64decode(c["body"]), c["secret"]) for c in cases]))',
    ];
    const input = JSON.stringify(
      CASES.map(({ headers, body, secret }) => ({
        headers,
        body: body.toString('base64'),
        secret,
      })),
    );
    const python = spawnSync('python3', ['-c', program.join('\n')], {
      cwd: directory,
      input,
      encoding: 'utf8',
    });
    expect(python.stderr).toBe('');
    expect(JSON.parse(python.stdout)).toEqual(CASES.map(({ takes }) => takes));
  });
});
