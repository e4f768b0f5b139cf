import { expect, it } from 'vitest';
import { maskSecretUrl } from '../settings/webhook-setting.js';

it.each([
  ['https://hooks.slack.com/services/T0/B0/abcdefgh1234', 'https://hooks.slack.com/****1234'],
  ['http://127.0.0.1:9000/services/T0/B0?key=secret', 'http://127.0.0.1:9000/****cret'],
  ['https://example.com/short', 'https://example.com/****'],
])('shows of %s only %s', (url, shown) => {
  expect(maskSecretUrl(url)).toBe(shown);
});
