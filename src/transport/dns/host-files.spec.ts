import { describe, expect, it } from 'vitest';
import { parseHosts, parseResolvConf } from './host-files.js';

describe('a resolv.conf', () => {
  it('names servers, suffixes and options', () => {
    const text = `
# of the operator
; and more
nameserver 10.0.0.2
  nameserver fd00::2
search One.Example two.example.
options ndots:5 timeout:1 attempts:2 rotate edns0
`;
    expect(parseResolvConf(text)).toEqual({
      servers: ['10.0.0.2', 'fd00::2'],
      search: ['one.example', 'two.example'],
      ndots: 5,
      rotate: true,
    });
  });

  it.each([
    ['is empty', ''],
    ['names no address', 'nameserver dns.example.com\nnameserver\n'],
  ])('that %s leads to the server of the host itself', (_what, text) => {
    expect(parseResolvConf(text)).toEqual({
      servers: ['127.0.0.1'],
      search: [],
      ndots: 1,
      rotate: false,
    });
  });

  it('counts three servers, the last of domain and search, and ndots up to 15', () => {
    const text = [1, 2, 3, 4].map((n) => `nameserver 10.0.0.${n}`).join('\n');
    const conf = parseResolvConf(`${text}\nsearch a.example\ndomain b.example\noptions ndots:99`);
    expect(conf.servers).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
    expect(conf).toMatchObject({ search: ['b.example'], ndots: 15 });
    expect(parseResolvConf('domain b.example\nsearch .').search).toEqual([]);
  });
});

it('a hosts file gives each name its addresses', () => {
  const text = `# of the host
127.0.0.1\tlocalhost
::1 localhost ip6-localhost # two names
10.0.0.9   Receiver.example.com receiver
10.0.0.9 receiver.example.com
10.0.0.10 receiver.example.com
no-address receiver.example.com
10.0.0.11
`;
  expect(Object.fromEntries(parseHosts(text))).toEqual({
    localhost: ['127.0.0.1', '::1'],
    'ip6-localhost': ['::1'],
    'receiver.example.com': ['10.0.0.9', '10.0.0.10'],
    receiver: ['10.0.0.9'],
  });
});
