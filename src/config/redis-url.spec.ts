import { expect, it } from 'vitest';
import { parseRedisUrl } from './redis-url.js';

it('takes one server as it stands', () => {
  const url = 'redis://user:pass@cache:6379/2';
  expect(parseRedisUrl(url)).toEqual({ kind: 'single', url });
});

it('takes Sentinel apart, with its default port', () => {
  expect(parseRedisUrl('redis+sentinel://:p%40ss@a:1,b,[::1]:3/main')).toEqual({
    kind: 'sentinel',
    sentinels: [
      { host: 'a', port: 1 },
      { host: 'b', port: 26_379 },
      { host: '::1', port: 3 },
    ],
    name: 'main',
    password: 'p@ss',
  });
});

it('takes Cluster apart', () => {
  expect(parseRedisUrl('redis+cluster://app:pw@a:7000,b')).toEqual({
    kind: 'cluster',
    nodes: [
      { host: 'a', port: 7000 },
      { host: 'b', port: 6379 },
    ],
    username: 'app',
    password: 'pw',
  });
});

it.each([
  'redis+cluster://',
  'redis+cluster://a,,b',
  'redis+cluster://a/name',
  'redis+sentinel://a/',
  'redis+cluster://%zz:x@a',
  'cache:6379',
])('refuses %s', (url) => {
  expect(() => parseRedisUrl(url)).toThrow('be redis://');
});
