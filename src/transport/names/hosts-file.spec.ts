import { expect, it } from 'vitest';
import { parseHosts } from './hosts-file.js';

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
