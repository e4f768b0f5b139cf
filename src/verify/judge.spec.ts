import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { prepareSigner } from '../signing/index.js';
import type { PresetName } from '../signing/index.js';
import {
  SECRET,
  BODY,
  TEXT,
  FACTS,
  sent,
  got,
  compute,
  written,
} from '../../test/support/computed-signatures.js';
import { judge } from './judge.js';
import type { KnownSecret } from './recipes.js';

describe('a request as it was received', () => {
  it('is computed by a profile that the endpoint does not have', async () => {
    const computed = written('qoreid', compute('qoreid'));
    const found = await judge(got({ computed }), sent('standard'));
    expect(found.verdict).toBe('other_profile');
    expect(found.sentences[0]).toContain('qoreid');
  });

  it('has a header that was changed or left out on its way', async () => {
    const recorded = { headers: new Map([['webhook-timestamp', '1735228860']]) };
    const value =
      Object.values(prepareSigner(['standard'], [{ value: SECRET, expiresAt: null }])(FACTS))[0] ??
      '';
    const received = new Map([
      ['webhook-signature', value],
      ['webhook-timestamp', '1735228860 '],
    ]);
    const changed = await judge(got({ headers: received }), sent('standard', recorded));
    expect(changed).toMatchObject({ verdict: 'header_changed' });
    expect(changed.sentences[0]).toContain('webhook-timestamp');
    for (const name of ['a', 'b', 'c']) received.set(name, name);
    received.delete('webhook-timestamp');
    received.set('webhook-id', 'evt_1');
    const absent = await judge(got({ headers: received }), sent('standard', recorded));
    expect(absent).toMatchObject({ verdict: 'header_missing' });
    expect(absent.sentences).toEqual([expect.stringContaining('webhook-timestamp')]);
  });

  it('has a body that was cut or changed, and says where', async () => {
    const cut = await judge(got({ body: BODY.subarray(0, 20) }), sent('standard'));
    expect(cut).toMatchObject({ verdict: 'body_changed' });
    expect(cut.sentences[0]).toContain(`20 of ${BODY.length} bytes`);
    const changed = await judge(
      got({ body: Buffer.from(TEXT.replace('evt_1', 'evt_2')) }),
      sent('standard'),
    );
    expect(changed.sentences[0]).toContain('differs from byte 12 on');
    const formatted = await judge(got({ body: Buffer.from(`${TEXT}\n`) }), sent('standard'));
    expect(formatted.sentences[0]).toContain('newline');
  });

  it('is right, but the clock of the receiver is not', async () => {
    const body = BODY;
    const skewed = await judge(got({ body }), sent('standard', { skewSeconds: -900 }));
    expect(skewed).toMatchObject({ verdict: 'clock_skew' });
    expect(skewed.sentences[0]).toContain('900 seconds behind');
    expect(await judge(got({ body }), sent('standard', { skewSeconds: 299 }))).toMatchObject({
      verdict: 'valid',
    });
  });
});

describe('the vectors', () => {
  const file = new URL('../../test/vectors/signatures.json', import.meta.url);
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as {
    cases: {
      name: string;
      scheme: PresetName;
      secret: string;
      id?: string;
      timestamp?: number;
      body: string;
      signature: string;
    }[];
  };

  it.each(cases)(
    'are recognised: $name',
    async ({ scheme, secret, id = 'x', timestamp = 1, body, signature }) => {
      const facts = {
        ...FACTS,
        id,
        createdSeconds: timestamp,
        attemptSeconds: timestamp,
        otherSeconds: [],
        body: Buffer.from(body),
      };
      const secrets: KnownSecret[] = [
        { value: secret, kind: 'used', isOldest: true, endpointId: 'ep_1' },
      ];
      const found = await judge(got({ computed: signature }), sent(scheme, { facts, secrets }));
      expect(found).toMatchObject({ verdict: 'valid' });
    },
  );
});
