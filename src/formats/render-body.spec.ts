import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORMATS } from './format.js';
import type { Format } from './format.js';
import { canCarry, renderBody } from './render-body.js';

function textOf(format: Format, dataJson: string, type = 'session.created'): string {
  const { body } = renderBody(format, {
    id: 'evt_0192',
    tenantId: 'ten_01',
    deliveryId: 'dlv_0193',
    type,
    createdAt: new Date(1_735_228_800_999),
    sequence: 12,
    subject: null,
    dataJson,
  });
  return body.toString('utf8');
}

const OWN_NAMES = ['event', 'idempotency_key', 'topic', 'key', 'data', 'event_type', 'id', 'type'];

/** Objects as a publish leaves them: parsed from JSON, so `__proto__` may be a name like others. */
const dataJsons = fc
  .dictionary(
    fc.oneof(
      fc.constantFrom(
        ...OWN_NAMES,
        '__proto__',
        'constructor',
        '1',
        'a"event":',
        'complianceRecord',
      ),
      fc.string(),
    ),
    fc.jsonValue(),
  )
  .map((data) => JSON.stringify(JSON.parse(JSON.stringify(data))));

const types = fc
  .array(fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/), { minLength: 1, maxLength: 4 })
  .map((words) => words.join('.'));

/** As text, so that a field called `__proto__` counts too. */
const fieldsBut = (names: string[], of: object): string =>
  JSON.stringify(Object.entries(of).filter(([name]) => !names.includes(name)));

describe('envelope', () => {
  it('wraps the stored text unchanged', () => {
    expect(textOf('envelope', '{"b":1e21,"a":"José","__proto__":{"x":[]}}')).toBe(
      '{"id":"evt_0192","type":"session.created","created":1735228800,' +
        '"data":{"b":1e21,"a":"José","__proto__":{"x":[]}}}',
    );
  });
});

describe('flat', () => {
  it('puts its own names before the fields of data', () => {
    expect(textOf('flat', '{"session_id":"s","__proto__":1}')).toBe(
      '{"event":"session.created","idempotency_key":"idk_0193","session_id":"s","__proto__":1}',
    );
    expect(textOf('flat', '{}')).toBe('{"event":"session.created","idempotency_key":"idk_0193"}');
  });

  it('drops the fields of data that bear its own names, and only at the top', () => {
    expect(
      textOf(
        'flat',
        '{"a":{"event":1},"event":2,"__proto__":{"b":3},"idempotency_key":null,"c":4}',
      ),
    ).toBe(
      '{"event":"session.created","idempotency_key":"idk_0193",' +
        '"a":{"event":1},"__proto__":{"b":3},"c":4}',
    );
    expect(textOf('flat', '{"event":2}')).toBe(
      '{"event":"session.created","idempotency_key":"idk_0193"}',
    );
  });

  it('keeps every other field, its value and its place', () => {
    fc.assert(
      fc.property(dataJsons, (dataJson) => {
        const own = ['event', 'idempotency_key'];
        const sent = JSON.parse(textOf('flat', dataJson)) as object;
        expect(sent).toMatchObject({ event: 'session.created', idempotency_key: 'idk_0193' });
        expect(fieldsBut(own, sent)).toBe(fieldsBut(own, JSON.parse(dataJson) as object));
      }),
    );
  });
});

describe('topic', () => {
  it('lets its own name win over the one in data, and only at the top', () => {
    expect(textOf('topic', '{"a":{"topic":1},"topic":"mine","__proto__":2}', 'identResult')).toBe(
      '[{"topic":"identResult","a":{"topic":1},"__proto__":2}]',
    );
    expect(textOf('topic', '{}', 'identResult')).toBe('[{"topic":"identResult"}]');
  });

  it('keeps every other field, its value and its place', () => {
    fc.assert(
      fc.property(dataJsons, types, (dataJson, type) => {
        const [sent, ...others] = JSON.parse(textOf('topic', dataJson, type)) as [object];
        expect(others).toEqual([]);
        expect(sent).toMatchObject({ topic: type });
        expect(fieldsBut(['topic'], sent)).toBe(
          fieldsBut(['topic'], JSON.parse(dataJson) as object),
        );
      }),
    );
  });

  it('keeps all of a compliance record, fields called topic included', () => {
    fc.assert(
      fc.property(dataJsons, (dataJson) => {
        expect(textOf('topic', dataJson, 'complianceRecord')).toBe(
          `[{"topic":"complianceRecord","complianceRecord":[${dataJson}]}]`,
        );
      }),
    );
  });
});

describe('callback', () => {
  it('is one record with no other field than its own, whatever the data', () => {
    fc.assert(
      fc.property(dataJsons, (dataJson) => {
        const sent = JSON.parse(textOf('callback', dataJson, 'complianceRecord')) as [object];
        expect(sent).toHaveLength(1);
        const own = ['status', 'key', 'modified', 'customerKey', 'contractKey'];
        expect(fieldsBut(own, sent[0])).toBe('[]');
      }),
    );
  });
});

describe('event-type', () => {
  it('splits the type at its first dot and carries no other', () => {
    expect(textOf('event-type', '{}', 'workflow.step_verification_started')).toBe(
      '{"event":"workflow","event_type":"step_verification_started","data":{}}',
    );
    expect(textOf('event-type', '{}', 'verification.sanction.created')).toBe(
      '{"event":"verification","event_type":"sanction.created","data":{}}',
    );
    expect(canCarry('event-type', 'identResult')).toBe(false);
  });
});

describe.each(['envelope', 'key-data', 'event-type', 'cloudevents'] as const)('%s', (format) => {
  it('is what JSON.stringify prints, with the data untouched', () => {
    fc.assert(
      fc.property(dataJsons, types, (dataJson, type) => {
        const text = textOf(format, dataJson, `a.${type}`);
        const parsed = JSON.parse(text) as { data: object };
        expect(JSON.stringify(parsed)).toBe(text);
        expect(JSON.stringify(parsed.data)).toBe(dataJson);
      }),
    );
  });
});

describe('the formats', () => {
  it('say their media type', () => {
    const event = {
      id: 'evt_1',
      tenantId: 'ten_1',
      deliveryId: 'dlv_1',
      type: 'complianceRecord',
      createdAt: new Date(0),
      sequence: 1,
      subject: null,
      dataJson: '{}',
    };
    const mediaTypes = FORMATS.filter((format) => format !== 'event-type').map((format) => [
      format,
      renderBody(format, event).contentType,
    ]);
    expect(Object.fromEntries(mediaTypes)).toEqual({
      envelope: 'application/json',
      flat: 'application/json',
      'key-data': 'application/json',
      callback: 'application/json',
      topic: 'application/json',
      cloudevents: 'application/cloudevents+json',
    });
    expect(renderBody('event-type', { ...event, type: 'a.b' }).contentType).toBe(
      'application/json',
    );
  });

  it('carry what the catalogue may call a type, save for the two that are bound to a shape', () => {
    fc.assert(
      fc.property(types, (type) => {
        const carrying = FORMATS.filter((format) => canCarry(format, type));
        const bound = FORMATS.filter((format) => !carrying.includes(format));
        expect(bound.includes('callback')).toBe(type !== 'complianceRecord');
        expect(bound.includes('event-type')).toBe(!type.includes('.'));
        expect(bound.filter((name) => name !== 'callback' && name !== 'event-type')).toEqual([]);
      }),
    );
  });
});
