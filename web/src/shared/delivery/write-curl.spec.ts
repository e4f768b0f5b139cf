import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { writeCurl } from './write-curl';

it('a shell reads back exactly what was sent, whatever it holds', () => {
  const request = {
    url: "https://example.com/hook?a=1&b='x'",
    headers: { 'X-Note': 'it\'s "quoted" $(id) `id` \\' },
    body: `{"text":"line\\nbreak 'single' $HOME !!"}`,
  };
  const printed = execFileSync('sh', [
    '-c',
    `curl() { printf '%s\\n' "$@"; }\n${writeCurl(request)}`,
  ]);
  expect(printed.toString().trimEnd().split('\n')).toEqual([
    '-i',
    '-X',
    'POST',
    request.url,
    '-H',
    `X-Note: ${request.headers['X-Note']}`,
    '--data-raw',
    request.body,
  ]);
});
