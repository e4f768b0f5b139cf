import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PRESETS, prepareSigner } from '../signing/index.js';
import {
  SECRET,
  OTHER,
  BODY,
  TEXT,
  FACTS,
  used,
  NAMES,
  sent,
  got,
  compute,
  written,
  judged,
} from '../../test/support/computed-signatures.js';
import { judge } from './judge.js';
import type { KnownSecret } from './recipes.js';

const PARSED: unknown = JSON.parse(TEXT);
const BODIES: [string, Buffer | string, string][] = [
  ['a newline', `${TEXT}\n`, 'newline'],
  ['CR LF', `${TEXT}\r\n`, 'CR LF'],
  ['indentation', JSON.stringify(PARSED, null, 2), 'indentation'],
  [
    'Python',
    '{"id": "evt_1", "type": "session.completed", "created": 1735228800, "data": {"name": "Jos\\u00e9", "url": "https://a.example/<b>", "n": [1, 2]}}',
    'json.dumps',
  ],
  ['PHP', TEXT.replaceAll('/', String.raw`\/`).replace('é', String.raw`\u00e9`), 'json_encode'],
  ['Go', TEXT.replace('<', String.raw`\u003c`).replace('>', String.raw`\u003e`), 'json.Marshal'],
  [
    'sorted keys',
    '{"created":1735228800,"data":{"n":[1,2],"name":"José","url":"https://a.example/<b>"},"id":"evt_1","type":"session.completed"}',
    'sorted keys',
  ],
  ['Latin-1', Buffer.from(TEXT, 'latin1'), 'Latin-1'],
  ['read as Latin-1', Buffer.from(BODY.toString('latin1'), 'utf8'), 'read as Latin-1'],
  ['a JSON string', JSON.stringify(TEXT), 'JSON string'],
  ['an empty body', '', 'empty'],
  ['data only', JSON.stringify((PARSED as { data: object }).data), 'field data'],
];

describe.each(NAMES)('a signature of the profile %s', (name) => {
  const { key, encoding, algorithm, header } = PRESETS[name];
  const hasTime = PRESETS[name].content.includes('{timestamp}');

  it('is valid as it is computed rightly, alone, with its prefix and as a header', async () => {
    const sign = prepareSigner([name], [{ value: SECRET, expiresAt: null }]);
    const value = Object.values(sign(FACTS))[0] ?? '';
    for (const computed of [written(name, compute(name)), value, `  ${value}\n`]) {
      expect(await judge(got({ computed }), sent(name))).toMatchObject({
        verdict: 'valid',
        header,
      });
    }
    const headers = new Map([[header.toLowerCase(), value]]);
    expect(await judge(got({ headers, body: BODY }), sent(name))).toMatchObject({
      verdict: 'valid',
    });
  });

  it.each(BODIES)('over a body with %s', async (_what, body, word) => {
    const found = await judged(name, { body });
    expect(found).toMatchObject({ verdict: 'body_changed', header });
    expect(found.sentences.join(' ')).toContain(word);
  });

  it('over a body that was changed on its way in another manner', async () => {
    const body = Buffer.from(TEXT.replace('1,2', '1,3'));
    const computed = written(name, compute(name, { body }));
    expect(await judge(got({ computed, body }), sent(name))).toMatchObject({
      verdict: 'body_changed',
    });
    expect(await judge(got({ computed }), sent(name))).toMatchObject({ verdict: 'unknown' });
  });

  it('with a key that is not the bytes of the secret that the profile uses', async () => {
    const decoded = Buffer.from(SECRET.slice(6), 'base64');
    const wrong = key === 'base64' ? 'secret_not_decoded' : 'secret_wrong_encoding';
    const other = key === 'base64' ? Buffer.from(SECRET) : decoded;
    expect(await judged(name, { key: other })).toMatchObject({ verdict: wrong });
    expect(await judged(name, { key: SECRET.slice(6) })).toMatchObject({ verdict: wrong });
    for (const one of [`${SECRET}\n`, decoded.toString('hex'), Buffer.from(SECRET, 'base64')]) {
      expect(await judged(name, { key: one })).toMatchObject({ verdict: 'secret_wrong_encoding' });
    }
  });

  it('with another secret', async () => {
    const keyOf = (secret: string) =>
      key === 'base64' ? Buffer.from(secret.slice(6), 'base64') : secret;
    for (const [kind, verdict] of [
      ['former', 'old_secret'],
      ['newer', 'new_secret'],
      ['other', 'other_endpoint_secret'],
    ] as const) {
      const secrets: KnownSecret[] = [used, { value: OTHER, kind, endpointId: 'ep_2' }];
      const found = await judged(name, { key: keyOf(OTHER) }, { secrets });
      expect(found).toMatchObject({ verdict, header });
      expect(JSON.stringify(found)).not.toContain(OTHER.slice(6));
    }
  });

  it('by the rules of a rotation: a header for one signature takes the oldest live secret', async () => {
    const newest: KnownSecret = { value: OTHER, kind: 'used', endpointId: 'ep_1' };
    const key2 = key === 'base64' ? Buffer.from(OTHER.slice(6), 'base64') : OTHER;
    const found = await judged(name, { key: key2 }, { secrets: [newest, used] });
    const several = 'separator' in PRESETS[name];
    expect(found.verdict).toBe(several ? 'valid' : 'new_secret');
    expect((await judged(name, {}, { secrets: [newest, used] })).verdict).toBe('valid');
  });

  it.runIf(hasTime)('with another timestamp', async () => {
    const right = name === 'x-webhook-timestamped' ? FACTS.createdSeconds : FACTS.attemptSeconds;
    const wrong = name === 'x-webhook-timestamped' ? FACTS.attemptSeconds : FACTS.createdSeconds;
    for (const seconds of [wrong, 1_735_228_801, right * 1000, '']) {
      expect(await judged(name, { seconds })).toMatchObject({ verdict: 'wrong_timestamp' });
    }
  });

  it('with another algorithm, or a plain hash', async () => {
    const others = ['sha1', 'sha256', 'sha384', 'sha512'].filter((one) => one !== algorithm);
    for (const other of others) {
      const { verdict } = await judged(name, { algorithm: other });
      // HMAC-SHA512 of the body alone is the profile qoreid.
      const known = hasTime ? ['algorithm_wrong'] : ['algorithm_wrong', 'other_profile'];
      expect(known).toContain(verdict);
    }
    const used_key = key === 'base64' ? Buffer.from(SECRET.slice(6), 'base64') : SECRET;
    const before = PRESETS[name].content.replace('{body}', '').replace('{id}', 'evt_1');
    const seconds = name === 'x-webhook-timestamped' ? FACTS.createdSeconds : FACTS.attemptSeconds;
    const plain = createHash(algorithm)
      .update(used_key)
      .update(before.replace('{timestamp}', String(seconds)))
      .update(BODY);
    const computed = written(name, plain.digest());
    expect(await judge(got({ computed }), sent(name))).toMatchObject({
      verdict: 'algorithm_wrong',
    });
  });

  it('written in another encoding, in capitals or cut', async () => {
    const digest = compute(name);
    const other = digest.toString(encoding === 'hex' ? 'base64' : 'hex');
    const verdictOf = async (computed: string) =>
      (await judge(got({ computed }), sent(name))).verdict;
    expect(await verdictOf(other)).toBe('encoding_wrong');
    const changed =
      encoding === 'hex' ? digest.toString('hex').toUpperCase() : digest.toString('base64url');
    expect(['encoding_wrong', 'valid']).toContain(await verdictOf(changed));
    expect(await verdictOf(written(name, digest).slice(0, 24))).toBe('truncated');
  });

  it('over other content', async () => {
    const content = (body: Buffer | string) => ['evt_1.', body];
    expect(await judged(name, { content })).toMatchObject({ verdict: 'content_wrong' });
  });

  it('with two mistakes at once', async () => {
    const wrong = key === 'base64' ? SECRET : Buffer.from(SECRET.slice(6), 'base64');
    const found = await judged(name, { key: wrong, body: `${TEXT}\n` });
    expect(found.verdict).toMatch(/^secret_/);
    expect(found.sentences).toHaveLength(2);
  });

  it('that is computed in no known way is unknown, and the right one is never shown', async () => {
    const computed = written(name, createHmac(algorithm, 'nonsense').update('x').digest());
    const found = await judge(got({ computed }), sent(name));
    expect(found).toMatchObject({ verdict: 'unknown', header: null });
    expect(JSON.stringify(found)).not.toContain(written(name, compute(name)));
  });

  it('that is missing or changed in the headers', async () => {
    const value =
      Object.values(prepareSigner([name], [{ value: SECRET, expiresAt: null }])(FACTS))[0] ?? '';
    const absent = await judge(got({ headers: new Map([['host', 'a']]) }), sent(name));
    expect(absent).toMatchObject({ verdict: 'header_missing' });
    expect(absent.sentences[0]).toContain(header);
    const changed = `${value.slice(0, -6)}AAAAAA`;
    const headers = new Map([[header.toLowerCase(), changed]]);
    expect(await judge(got({ headers }), sent(name))).toMatchObject({ verdict: 'header_changed' });
    const cut = new Map([[header.toLowerCase(), value.slice(0, -20)]]);
    expect(await judge(got({ headers: cut }), sent(name))).toMatchObject({ verdict: 'truncated' });
  });
});
