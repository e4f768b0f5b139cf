import { describe, expect, it } from 'vitest';
import { NEW, toCreate, toPatch, type Values } from './values';

const STORED: Values = {
  ...NEW,
  url: 'https://acme.example/hooks',
  description: 'Case service',
  event_types: ['session.*'],
  signing: ['standard', 'x-webhook'],
  headers: [{ name: 'X-Api-Key', value: '********' }],
  max_in_flight: '50',
};

describe('a new endpoint', () => {
  it('names its URL and leaves what is not filled in to the defaults', () => {
    expect(toCreate({ ...NEW, url: ' https://acme.example/hooks ' })).toEqual({
      channel: 'webhook',
      url: 'https://acme.example/hooks',
    });
  });

  it('has only the fields of its channel', () => {
    const values: Values = {
      ...NEW,
      channel: 'email',
      url: 'https://acme.example',
      recipients: 'a@acme.example, b@acme.example\n',
      format: 'flat',
      headers: [{ name: 'X-A', value: '1' }],
    };
    expect(toCreate(values)).toEqual({
      channel: 'email',
      recipients: ['a@acme.example', 'b@acme.example'],
    });
  });

  it('leaves a number that is none to the API', () => {
    expect(toCreate({ ...NEW, url: 'x', rate_limit_per_second: 'ten' })).toMatchObject({
      rate_limit_per_second: 'ten',
    });
  });
});

describe('a change', () => {
  it('names what differs and nothing else', () => {
    expect(toPatch(STORED, STORED)).toEqual({});
    expect(toPatch({ ...STORED, ordered: true, description: '' }, STORED)).toEqual({
      ordered: true,
      description: null,
    });
    expect(toPatch({ ...STORED, event_types: null }, STORED)).toEqual({ event_types: null });
  });

  it('sends the masks of headers back with a new header', () => {
    const headers = [...STORED.headers, { name: 'X-New', value: '1' }, { name: '', value: '' }];
    expect(toPatch({ ...STORED, headers }, STORED)).toEqual({
      headers: { 'X-Api-Key': '********', 'X-New': '1' },
    });
    expect(toPatch({ ...STORED, headers: [] }, STORED)).toEqual({ headers: null });
  });
});
