import { createHmac } from 'node:crypto';
import { PRESETS } from '../../src/signing/index.js';
import type { PresetName } from '../../src/signing/index.js';
import { judge } from '../../src/verify/judge.js';
import type { Received, Sent } from '../../src/verify/judge.js';
import type { KnownSecret } from '../../src/verify/recipes.js';

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
export const BODY = Buffer.from(
  '{"id":"evt_1","type":"session.completed","created":1735228800,"data":{"name":"José","url":"https://a.example/<b>","n":[1,2]}}',
);
export const TEXT = BODY.toString();
export const FACTS = {
  id: 'evt_1',
  deliveryId: 'dlv_1',
  createdSeconds: 1_735_228_800,
  attemptSeconds: 1_735_228_860,
  otherSeconds: [1_735_228_801],
  body: BODY,
};
export const used: KnownSecret = {
  value: SECRET,
  kind: 'used',
  isOldest: true,
  endpointId: 'ep_1',
};
export const NAMES = Object.keys(PRESETS) as PresetName[];

export function sent(profile: PresetName, fields: Partial<Sent> = {}): Sent {
  return {
    profiles: [profile],
    secrets: [used],
    facts: FACTS,
    isBodyKnown: true,
    headers: new Map(),
    skewSeconds: null,
    ...fields,
  };
}

export const got = (fields: Partial<Received>): Received => ({
  headers: undefined,
  body: undefined,
  computed: undefined,
  ...fields,
});

interface Computing {
  key?: Buffer | string;
  content?: (body: Buffer | string) => (Buffer | string)[];
  body?: Buffer | string;
  algorithm?: string;
  seconds?: number | string;
}

/** Computes as a receiver would, apart from the code under test. */
export function compute(name: PresetName, of: Computing = {}): Buffer {
  const { algorithm, key, content, ...rest } = PRESETS[name];
  const isCreated = 'timestamp' in rest && rest.timestamp === 'created';
  const seconds = of.seconds ?? (isCreated ? FACTS.createdSeconds : FACTS.attemptSeconds);
  const before = content
    .replace('{body}', '')
    .replace('{id}', 'evt_1')
    .replace('{timestamp}', String(seconds));
  const decoded = Buffer.from(SECRET.slice(6), 'base64');
  const body = of.body ?? BODY;
  const parts = of.content ? of.content(body) : [before, body];
  const hmac = createHmac(
    of.algorithm ?? algorithm,
    of.key ?? (key === 'base64' ? decoded : SECRET),
  );
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

export const written = (name: PresetName, digest: Buffer): string =>
  digest.toString(PRESETS[name].encoding);
export const judged = async (name: PresetName, of: Computing, fields: Partial<Sent> = {}) =>
  judge(got({ computed: written(name, compute(name, of)) }), sent(name, fields));
