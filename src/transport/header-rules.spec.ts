import { describe, expect, it } from 'vitest';
import { isTransportHeader, isValidHeaderName, isValidHeaderValue } from './send-http.js';

describe('header rules', () => {
  it('take tokens as names and nothing else', () => {
    expect(['x-api-key', 'X_Key', "a!#$%&'*+.^`|~9"].every(isValidHeaderName)).toBe(true);
    expect(['', 'a b', 'a:b', 'a\r\nb', 'ä', 'a(b)', ' a'].some(isValidHeaderName)).toBe(false);
  });

  it('take no name that would be lost on the way', () => {
    expect(['constructor', 'prototype', '__proto__'].some(isValidHeaderName)).toBe(false);
    expect(['valueOf', 'toString', 'get'].every(isValidHeaderName)).toBe(true);
  });

  it('take printable values and refuse line breaks, NUL and what latin1 cannot hold', () => {
    expect(['', 'Bearer abc', 'tab\there', 'ÿ', '"quoted"'].every(isValidHeaderValue)).toBe(true);
    expect(['a\r\nX-Evil: 1', 'a\n', 'a\rb', 'a\0', '\u007f', '€'].some(isValidHeaderValue)).toBe(
      false,
    );
  });

  it('keep framing and routing to the transport', () => {
    expect(['Host', 'content-length', 'Transfer-Encoding'].every(isTransportHeader)).toBe(true);
    expect(isTransportHeader('authorization')).toBe(false);
  });
});
