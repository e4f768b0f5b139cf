import { expect, it } from 'vitest';
import { Scrubber } from './scrubber.js';

const secret = 'p/w+1.*x';
const { scrub } = new Scrubber([secret, 'abc', secret + 'longer']);

it.each([
  [`login ${secret} failed`, 'login [redacted] failed'],
  [`login ${encodeURIComponent(secret)} failed`, 'login [redacted] failed'],
  [`535 ${Buffer.from(secret).toString('base64')}`, '535 [redacted]='],
  [`both ${secret}longer`, 'both [redacted]'],
  ['postgres://me:unknown@db:5432/x is wrong', 'postgres://[redacted]@db:5432/x is wrong'],
  ['redis://:unknown@db', 'redis://[redacted]@db'],
  ['redis://me@db:6379 and abc stay', 'redis://me@db:6379 and abc stay'],
])('%s becomes %s', (text, clean) => {
  expect(scrub(text)).toBe(clean);
});

it('knows what it is given later', () => {
  const scrubber = new Scrubber();
  expect(scrubber.scrub('late-secret')).toBe('late-secret');
  scrubber.add(['late-secret']);
  expect(scrubber.scrub('late-secret')).toBe('[redacted]');
});
