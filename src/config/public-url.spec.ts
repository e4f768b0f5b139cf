import { describe, expect, it } from 'vitest';
import { listeningUrl, parsePublicUrl } from './parse-network.js';

describe('PUBLIC_URL', () => {
  it.each([
    ['https://hooks.example.com', 'https://hooks.example.com'],
    ['https://Example.com:8443/kyc//', 'https://example.com:8443/kyc'],
    ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
  ])('takes %s as %s', (text, url) => {
    expect(parsePublicUrl(text)).toBe(url);
  });

  it.each([
    'hooks.example.com',
    'ftp://example.com',
    'https://user@example.com',
    'https://example.com/?a=1',
    'https://example.com/#top',
    `https://example.com/${'a'.repeat(500)}`,
  ])('refuses %s', (text) => {
    expect(() => parsePublicUrl(text)).toThrow(/^(be|have)/);
  });

  it.each([
    ['127.0.0.1', 3000, 'http://127.0.0.1:3000'],
    ['0.0.0.0', 80, 'http://localhost:80'],
    ['::1', 3000, 'http://[::1]:3000'],
    ['::', 3000, 'http://localhost:3000'],
  ])('is by default where %s:%s listens', (HOST, PORT, url) => {
    expect(listeningUrl({ HOST, PORT })).toBe(url);
  });
});
