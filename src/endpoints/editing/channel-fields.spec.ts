import { describe, expect, it } from 'vitest';
import { channelErrors } from './channel-fields.js';

const webhook = { channel: 'webhook', url: 'https://example.com/', recipients: null } as const;
const slack = { channel: 'slack', url: 'https://example.com/****abcd', recipients: null } as const;
const email = { channel: 'email', url: null, recipients: ['a@example.com'] } as const;
const codes = (...args: Parameters<typeof channelErrors>) =>
  channelErrors(...args).map(({ pointer, code }) => `${pointer} ${code}`);

describe('channelErrors', () => {
  it.each([
    [webhook, { format: 'flat', secret: 'x', url: 'https://example.com/' }],
    [slack, { url: 'https://example.com/', event_types: ['*'], environment: 'live' }],
    [slack, { format: null, headers: null, signing: null, ordered: false, recipients: null }],
    [email, { recipients: ['b@example.com'], url: null, channel: 'email' }],
  ] as never[])('lets an endpoint %j have %j', (endpoint, fields) => {
    expect(channelErrors(fields, endpoint)).toEqual([]);
  });

  it('names each field that the channel does not have', () => {
    const fields = { format: 'flat', signing: ['standard'], ordered: true, headers: {} };
    expect(codes(fields, { ...slack, recipients: null })).toEqual([
      '/format not_for_channel',
      '/signing not_for_channel',
      '/headers not_for_channel',
      '/ordered not_for_channel',
    ]);
    expect(
      codes({ url: 'https://example.com/' }, { ...email, recipients: ['a@b.example'] }),
    ).toEqual(['/url not_for_channel']);
    expect(codes({ recipients: ['a@example.com'] }, webhook)).toEqual([
      '/recipients not_for_channel',
    ]);
  });

  it('refuses to change the channel', () => {
    expect(codes({ channel: 'slack' }, webhook)).toEqual(['/channel immutable']);
  });

  it('requires what the channel needs of a new endpoint, and refuses to remove it', () => {
    expect(codes({}, { ...webhook, url: null })).toEqual(['/url required']);
    expect(codes({}, { channel: 'email', url: null, recipients: null })).toEqual([
      '/recipients required',
    ]);
    expect(codes({ url: null }, slack)).toEqual(['/url required']);
  });
});
