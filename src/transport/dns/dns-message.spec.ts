import { AUTHORITATIVE_ANSWER, decode, encode, TRUNCATED_RESPONSE } from 'dns-packet';
import type { Packet } from 'dns-packet';
import { describe, expect, it } from 'vitest';
import { decodeAnswer, encodeQuestion } from './dns-message.js';

const name = 'hooks.example.com';

function answer(change: Partial<Packet>): Buffer {
  return encode({
    type: 'response',
    id: 7,
    flags: AUTHORITATIVE_ANSWER,
    questions: [{ type: 'A', name: 'Hooks.Example.com' }],
    ...change,
  });
}

describe('a question', () => {
  it('is what another implementation reads it as', () => {
    const read = decode(encodeQuestion(513, { name, type: 'AAAA' }));
    expect(read).toMatchObject({ type: 'query', id: 513, flag_rd: true });
    expect(read.questions).toEqual([{ name, type: 'AAAA', class: 'IN' }]);
    const root = decode(encodeQuestion(1, { name: '', type: 'NS' }));
    expect(root.questions).toEqual([{ name: '.', type: 'NS', class: 'IN' }]);
  });

  it.each([`${'a'.repeat(64)}.example.com`, 'a..example.com', 'a.'.repeat(127) + 'com'])(
    'about %s cannot be asked',
    (wrong) => {
      expect(() => encodeQuestion(1, { name: wrong, type: 'A' })).toThrow(RangeError);
    },
  );
});

describe('an answer', () => {
  it('holds the addresses behind an alias, and the least time to live', () => {
    const message = answer({
      answers: [
        { type: 'CNAME', name, ttl: 20, data: 'other.example.net' },
        { type: 'A', name: 'other.example.net', ttl: 300, data: '192.0.2.1' },
        { type: 'A', name: 'other.example.net', ttl: 300, data: '192.0.2.2' },
      ],
    });
    expect(decodeAnswer(message)).toEqual({
      id: 7,
      question: { name, type: 'A' },
      responseCode: 0,
      isTruncated: false,
      addresses: ['192.0.2.1', '192.0.2.2'],
      ttlSeconds: 20,
    });
  });

  it('shows IPv6 addresses in their short form', () => {
    const message = answer({
      questions: [{ type: 'AAAA', name }],
      answers: ['2001:db8:0:0:1:0:0:1', '::ffff:127.0.0.2'].map((data) => ({
        type: 'AAAA',
        name,
        ttl: 1,
        data,
      })),
    });
    expect(decodeAnswer(message).addresses).toEqual(['2001:db8::1:0:0:1', '::ffff:7f00:2']);
  });

  it('says that there is none, and why', () => {
    const nothing = { addresses: [], ttlSeconds: null };
    expect(decodeAnswer(answer({}))).toMatchObject({ responseCode: 0, ...nothing });
    expect(decodeAnswer(answer({ flags: 3 }))).toMatchObject({ responseCode: 3, ...nothing });
    expect(decodeAnswer(answer({ flags: TRUNCATED_RESPONSE })).isTruncated).toBe(true);
  });

  it.each([
    ['a question', encodeQuestion(1, { name, type: 'A' })],
    ['nothing', Buffer.alloc(0)],
    [
      'half a message',
      answer({ answers: [{ type: 'A', name, data: '192.0.2.1' }] }).subarray(0, 50),
    ],
    ['a name that points at itself', Buffer.from('000780000001000000000000c00c00010001', 'hex')],
    ['an answer of another type', answer({ questions: [{ type: 'TXT', name }] })],
  ])('is not %s', (_what, message) => {
    expect(() => decodeAnswer(message)).toThrow(RangeError);
  });
});
