import { describe, expect, it } from 'vitest';
import { firstUuidAt, kindOfId, newUuid, parseId, publicId } from './ids.js';

describe('public ids', () => {
  it('come back as the UUID they were made of', () => {
    const uuid = newUuid();
    expect(parseId('event', publicId('event', uuid))).toBe(uuid);
  });

  it('are refused under another prefix, in capitals, cut or lengthened', () => {
    const id = publicId('event', newUuid());
    expect(parseId('delivery', id)).toBeUndefined();
    for (const text of [id.toUpperCase(), id.slice(1), `${id}0`, `${id}\n`, id.replace('_', '-')]) {
      expect(parseId('event', text), text).toBeUndefined();
    }
  });

  it('name their kind', () => {
    expect(kindOfId(publicId('endpoint', newUuid()))).toBe('endpoint');
    expect(kindOfId('msg_1')).toBeUndefined();
  });
});

describe('UUIDs', () => {
  it('of a moment sort behind its bound and before the next', () => {
    const before = Date.now();
    const uuid = newUuid();
    expect(firstUuidAt(before) <= uuid).toBe(true);
    expect(uuid < firstUuidAt(Date.now() + 1)).toBe(true);
  });
});
