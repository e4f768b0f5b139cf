import { describe, expect, it } from 'vitest';
import { parseClientMessage } from './parse-client-message.js';

describe('parsing a client frame', () => {
  it.each([
    [
      { topic: 'method', method: 'ack', cursor: 'c' },
      { method: 'ack', cursor: 'c' },
    ],
    [
      { method: 'resume', cursor: 'c' },
      { method: 'resume', cursor: 'c' },
    ],
    [
      { method: 'subscribe', types: ['session.*'] },
      { method: 'subscribe', types: ['session.*'] },
    ],
    [
      { method: 'subscribe', types: null },
      { method: 'subscribe', types: null },
    ],
    [{ method: 'ping' }, { method: 'ping' }],
    [{ method: 'pong', more: 1 }, { method: 'pong' }],
  ])('accepts %j', (sent, expected) => {
    expect(parseClientMessage(JSON.stringify(sent))).toEqual(expected);
  });

  it.each([
    ['{', /JSON/],
    ['7', /object/],
    ['null', /object/],
    ['{"topic":"session.created","method":"ack"}', /topic/],
    ['{"method":"ack"}', /cursor/],
    ['{"method":"resume","cursor":7}', /cursor/],
    ['{"method":"subscribe"}', /types/],
    ['{"method":"subscribe","types":[7]}', /types/],
    ['{"method":"publish"}', /method/],
    [JSON.stringify({ method: 'subscribe', types: Array(900).fill('case.*') }), /4000 characters/],
  ])('refuses %s', (text, reason) => {
    expect(parseClientMessage(text)).toMatch(reason);
  });
});
