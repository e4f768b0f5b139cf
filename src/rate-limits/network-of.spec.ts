import { describe, expect, it } from 'vitest';
import { networkOf } from './network-of.js';

describe('the client behind an address', () => {
  it('is the IPv4 address, mapped or not', () => {
    expect(networkOf('192.0.2.1')).toBe('192.0.2.1');
    expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
  });

  it('is the /64 network of an IPv6 address', () => {
    expect(networkOf('2001:db8::1')).toBe(networkOf('2001:db8:0:0:ffff::2%eth0'));
    expect(networkOf('2001:db8::1')).not.toBe(networkOf('2001:db8:0:1::1'));
  });
});
