import { CloudEvent, HTTP } from 'cloudevents';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RenderedEvent } from './format.js';
import { renderBody } from './render-body.js';

const EVENT: RenderedEvent = {
  id: 'evt_0192',
  tenantId: 'ten_01',
  deliveryId: 'dlv_0193',
  type: 'session.approved',
  createdAt: new Date('2026-02-03T04:05:06.789Z'),
  sequence: 41,
  subject: 'session_abc123',
  dataJson: '{"session_id":"session_abc123","is_sandbox":false}',
};

/** The event as the CloudEvents SDK reads the request; throws where it breaks the specification. */
function received(changes: Partial<RenderedEvent> = {}): CloudEvent<unknown> {
  const { body, contentType } = renderBody('cloudevents', { ...EVENT, ...changes });
  const headers = { 'content-type': contentType };
  const message = { headers, body: body.toString('utf8') };
  expect(HTTP.isEvent(message)).toBe(true);
  const event = HTTP.toEvent(message);
  if (!(event instanceof CloudEvent)) throw new Error('no single event');
  event.validate();
  return event;
}

describe('cloudevents', () => {
  it('is an event that the SDK of the specification accepts', () => {
    expect(received()).toMatchObject({
      specversion: '1.0',
      id: 'evt_0192',
      source: '/tenants/ten_01',
      type: 'session.approved',
      subject: 'session_abc123',
      time: '2026-02-03T04:05:06.789Z',
      datacontenttype: 'application/json',
      sequence: '0000000000000041',
      data: { session_id: 'session_abc123', is_sandbox: false },
    });
  });

  it('is accepted whatever the data and the subject', () => {
    const dataJsons = fc
      .dictionary(fc.string(), fc.jsonValue())
      .map((data) => JSON.stringify(JSON.parse(JSON.stringify(data))));
    const subjects = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(dataJsons, fc.option(subjects), (dataJson, subject) => {
        const event = received({ dataJson, subject });
        expect(JSON.stringify(event.data)).toBe(dataJson);
        expect([subject, undefined]).toContain(event.subject);
      }),
      // The SDK compiles its schema anew for each.
      { numRuns: 25 },
    );
  });

  it.each([[null], ['a\u0000b'], ['line\nbreak'], ['\ud800'], ['\uffff'], ['']])(
    'leaves out the subject %j, which no attribute may hold',
    (subject) => {
      expect(received({ subject }).subject).toBeUndefined();
    },
  );

  it('leaves out a sequence that is not known yet', () => {
    expect(received({ sequence: null })['sequence']).toBeUndefined();
  });

  it('orders sequences as text as it does as numbers', () => {
    const sequences = [1, 2, 9, 10, 99, 100, 2 ** 31, Number.MAX_SAFE_INTEGER];
    const texts = sequences.map((sequence) => String(received({ sequence })['sequence']));
    expect(texts.toSorted()).toEqual(texts);
    expect(texts.map(Number)).toEqual(sequences);
  });
});
