import { describe, expect, it } from 'vitest';
import type { ReasonGuide } from '../config/index.js';
import { EchoMask } from '../masking/index.js';
import { bodyText, presentAttempt } from './present-attempt.js';
import type { AttemptRow } from './find-attempts.query.js';

describe('bodyText', () => {
  it('shows UTF-8 as text', () => {
    const shown = { body: '{"ok":"é"}', body_encoding: 'utf8', truncated: false };
    expect(bodyText(Buffer.from('{"ok":"é"}'), false, 100)).toEqual(shown);
  });

  it('shows other bytes as base64', () => {
    const shown = { body: '//4A', body_encoding: 'base64', truncated: false };
    expect(bodyText(Buffer.from([0xff, 0xfe, 0]), false, 100)).toEqual(shown);
  });

  it('leaves out the character that the cut went through', () => {
    const shown = { body: 'ab', body_encoding: 'utf8', truncated: true };
    expect(bodyText(Buffer.from('ab€'), false, 4)).toEqual(shown);
    expect(bodyText(Buffer.from('ab€').subarray(0, 4), true, 100)).toEqual(shown);
  });

  it('takes half a character at the end of a whole body for what it is', () => {
    const body = Buffer.from('ab€').subarray(0, 4);
    expect(bodyText(body, false, 100)).toMatchObject({ body_encoding: 'base64', truncated: false });
  });
});

describe('presentAttempt', () => {
  const row = {
    id: '01a22452-c848-768b-a10e-252ce61a1640',
    started_at: new Date(0),
    response_status: 400,
    error_class: null,
    url: 'https://example.com/in?token=abc&x',
  } as AttemptRow;
  const guide = {} as ReasonGuide;
  const of = (id: string, headers: Record<string, string> = {}) => {
    const exchange = {
      requestHeaders: { 'webhook-id': id, To: 'jane@example.com' },
      response: { headers, body: Buffer.from('unknown customer Jane'), truncated: false },
    };
    const mask = { bodyLimitBytes: 100, guide, echoMask: new EchoMask(['Jane']) };
    return {
      whole: presentAttempt(row, exchange, {
        ...mask,
        reader: { role: 'tenant' },
        echoMask: undefined,
      }),
      masked: presentAttempt(row, exchange, { ...mask, reader: { role: 'support' } }),
    };
  };

  it('shows nothing of the answer to a request with several events where it may repeat them', () => {
    expect(of('evt_1').masked.response?.body).toBe('unknown customer [masked]');
    expect(of('bat_1').masked.response?.body).toBe('[masked]');
    expect(of('bat_1').whole.response?.body).toBe('unknown customer Jane');
  });

  it('shows no credentials of an answer to any reader', () => {
    const { whole, masked } = of('evt_1', {
      'set-cookie': 'sid=1',
      Authorization: 'Basic x',
      etag: '1',
    });
    for (const { response } of [whole, masked]) {
      expect(response?.headers).toEqual({
        'set-cookie': '[masked]',
        Authorization: '[masked]',
        etag: '1',
      });
    }
  });

  it('shows a recipient to those who may change it only, and the query of a URL to no reader', () => {
    const { whole, masked } = of('evt_1');
    expect(whole.request.headers?.['To']).toBe('jane@example.com');
    expect(masked.request.headers?.['To']).toBe('j***@example.com');
    expect([whole.url, masked.url]).toEqual(
      Array(2).fill('https://example.com/in?token=****&****'),
    );
  });
});
