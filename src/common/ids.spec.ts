import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstUuidAt, kindOfId, newUuid, parseId, publicId, uuidsBy } from './ids.js';

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

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const timeOf = (uuid: string): number => parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);

describe('UUIDs', () => {
  it('are of version 7, in order, and carry the latest time, whatever the clock does', () => {
    const readings = fc.array(fc.integer({ min: 0, max: 2 ** 41 }), { minLength: 1 });
    fc.assert(
      fc.property(readings, fc.integer({ min: 1, max: 20 }), (times, each) => {
        let nowMs = 0;
        const next = uuidsBy(() => nowMs);
        let before = '';
        for (const time of times) {
          nowMs = time;
          for (let count = 0; count < each; count += 1) {
            const uuid = next();
            expect(uuid).toMatch(UUID_V7);
            expect(uuid > before).toBe(true);
            expect(timeOf(uuid)).toBeGreaterThanOrEqual(time);
            before = uuid;
          }
        }
        expect(timeOf(before)).toBe(Math.max(...times));
      }),
    );
  });

  it('of two sources with one clock are all different, in their random bytes too', () => {
    const [one, other] = [uuidsBy(() => 1), uuidsBy(() => 1)];
    const ids = Array.from({ length: 3_000 }, () => [one(), other()]).flat();
    expect(new Set(ids).size).toBe(6_000);
    expect(new Set(ids.map((id) => id.slice(-10))).size).toBe(6_000);
  });

  it('of a moment sort behind its bound and before the next', () => {
    const before = Date.now();
    const uuid = newUuid();
    expect(firstUuidAt(before) <= uuid).toBe(true);
    expect(uuid < firstUuidAt(Date.now() + 1)).toBe(true);
  });
});
