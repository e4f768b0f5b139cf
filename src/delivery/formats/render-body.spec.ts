import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SUPPORTED_FORMATS, canCarry, renderBody } from './render-body.js';
import type { Format } from './format.js';

function textOf(format: Format, dataJson: string, type = 'session.created'): string {
  const event = { id: 'evt_0192', type, createdSeconds: 1_735_228_800, dataJson };
  const { body, contentType } = renderBody(format, event);
  expect(contentType).toBe('application/json');
  return body.toString('utf8');
}

/** Objects as a publish leaves them: parsed from JSON, so `__proto__` may be a name like others. */
const dataJsons = fc
  .dictionary(
    fc.oneof(
      fc.constantFrom('event', 'idempotency_key', '__proto__', 'constructor', '1', 'a"event":'),
      fc.string(),
    ),
    fc.jsonValue(),
  )
  .map((data) => JSON.stringify(JSON.parse(JSON.stringify(data))));

describe('envelope', () => {
  it('wraps the stored text unchanged', () => {
    expect(textOf('envelope', '{"b":1e21,"a":"José","__proto__":{"x":[]}}')).toBe(
      '{"id":"evt_0192","type":"session.created","created":1735228800,' +
        '"data":{"b":1e21,"a":"José","__proto__":{"x":[]}}}',
    );
  });

  it('is what JSON.stringify would have written', () => {
    fc.assert(
      fc.property(dataJsons, fc.string(), (dataJson, type) => {
        const text = textOf('envelope', dataJson, type);
        expect(JSON.stringify(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toMatchObject({ id: 'evt_0192', type });
      }),
    );
  });
});

describe('flat', () => {
  it('puts its own names before the fields of data', () => {
    expect(textOf('flat', '{"session_id":"s","__proto__":1}')).toBe(
      '{"event":"session.created","idempotency_key":"idk_0192","session_id":"s","__proto__":1}',
    );
    expect(textOf('flat', '{}')).toBe('{"event":"session.created","idempotency_key":"idk_0192"}');
  });

  it('drops the fields of data that bear its own names, and only at the top', () => {
    expect(
      textOf(
        'flat',
        '{"a":{"event":1},"event":2,"__proto__":{"b":3},"idempotency_key":null,"c":4}',
      ),
    ).toBe(
      '{"event":"session.created","idempotency_key":"idk_0192",' +
        '"a":{"event":1},"__proto__":{"b":3},"c":4}',
    );
    expect(textOf('flat', '{"event":2}')).toBe(
      '{"event":"session.created","idempotency_key":"idk_0192"}',
    );
  });

  it('keeps every other field, its value and its place', () => {
    fc.assert(
      fc.property(dataJsons, (dataJson) => {
        const own = ['event', 'idempotency_key'];
        const sent = JSON.parse(textOf('flat', dataJson)) as Record<string, unknown>;
        expect(sent).toMatchObject({ event: 'session.created', idempotency_key: 'idk_0192' });
        const rest = (of: object) => Object.entries(of).filter(([name]) => !own.includes(name));
        expect(JSON.stringify(rest(sent))).toBe(
          JSON.stringify(rest(JSON.parse(dataJson) as object)),
        );
      }),
    );
  });
});

describe('the formats', () => {
  it('carry every type where they are built, and none where they are not', () => {
    expect(SUPPORTED_FORMATS).toEqual(['envelope', 'flat']);
    expect(canCarry('flat', 'session.created')).toBe(true);
    expect(canCarry('envelope', 'complianceRecord')).toBe(true);
    expect(canCarry('topic', 'session.created')).toBe(false);
    expect(() => textOf('topic', '{}')).toThrow(/topic is not built/);
  });
});
