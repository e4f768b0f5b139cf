import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressVerdict, parseCidrs } from './address-rules.js';

const NONE = parseCidrs('');
const rangeOf = (ip: string) => {
  const verdict = addressVerdict(ip, NONE);
  return verdict.allowed ? null : verdict.range;
};

describe('addressVerdict', () => {
  it.each([
    ['0.0.0.0', 'this-network'],
    ['0.255.255.255', 'this-network'],
    ['10.0.0.5', 'private-use'],
    ['100.64.0.1', 'shared-address-space'],
    ['100.127.255.255', 'shared-address-space'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.255', 'loopback'],
    ['168.63.129.16', 'azure-virtual-host'],
    ['169.254.169.254', 'link-local'],
    ['172.16.0.0', 'private-use'],
    ['172.31.255.255', 'private-use'],
    ['192.0.0.170', 'ietf-protocol-assignments'],
    ['192.0.2.1', 'documentation'],
    ['192.31.196.1', 'as112'],
    ['192.52.193.1', 'amt'],
    ['192.88.99.2', '6to4-relay'],
    ['192.168.255.255', 'private-use'],
    ['192.175.48.6', 'as112'],
    ['198.18.0.0', 'benchmarking'],
    ['198.19.255.255', 'benchmarking'],
    ['198.51.100.7', 'documentation'],
    ['203.0.113.7', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['240.0.0.0', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::7f00:1', 'ipv4-compatible'],
    ['::127.0.0.1', 'ipv4-compatible'],
    ['::ffff:10.0.0.5', 'private-use'],
    ['::ffff:a9fe:a9fe', 'link-local'],
    ['0:0:0:0:0:ffff:7f00:1', 'loopback'],
    ['::ffff:0:127.0.0.1', 'outside-global-unicast'],
    ['64:ff9b::10.0.0.1', 'nat64'],
    ['64:ff9b:1::1', 'nat64'],
    ['100::1', 'discard-only'],
    ['100:0:0:1::1', 'dummy-prefix'],
    ['2001::1', 'teredo'],
    ['2001:1::1', 'ietf-protocol-assignments'],
    ['2001:2::1', 'benchmarking'],
    ['2001:10::1', 'orchid'],
    ['2001:20::1', 'orchid'],
    ['2001:1ff:ffff::1', 'ietf-protocol-assignments'],
    ['2001:db8::1', 'documentation'],
    ['2002:7f00:1::', '6to4'],
    ['2620:4f:8000::1', 'as112'],
    ['3fff:fff::1', 'documentation'],
    ['4000::1', 'outside-global-unicast'],
    ['5f00::1', 'segment-routing'],
    ['fc00::1', 'unique-local'],
    ['fd00:ec2::254', 'unique-local'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['fec0::1', 'site-local'],
    ['ff02::1', 'multicast'],
    ['127.1', 'not-an-address'],
    ['0x7f.0.0.1', 'not-an-address'],
    ['example.com', 'not-an-address'],
    ['', 'not-an-address'],
  ])('refuses %s as %s', (ip, range) => {
    expect(rangeOf(ip)).toBe(range);
  });

  it.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '168.63.129.15',
    '168.63.129.17',
    '172.15.255.255',
    '172.32.0.0',
    '192.0.1.0',
    '192.0.3.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '::ffff:8.8.8.8',
    '2000::1',
    '2001:200::1',
    '2001:4860:4860::8888',
    '2001:db9::1',
    '2003::1',
    '2620:4f:8001::1',
    '2a00:1450::1',
    '3fff:1000::1',
  ])('lets %s pass', (ip) => {
    expect(rangeOf(ip)).toBeNull();
  });

  it('judges an IPv4-mapped address exactly as its IPv4', () => {
    fc.assert(
      fc.property(fc.ipV4(), (ip) => {
        expect(rangeOf(`::ffff:${ip}`)).toBe(rangeOf(ip));
      }),
    );
  });

  it('reads an address as the URL parser does, however it is written', () => {
    const compressed = (ip: string) => new URL(`http://[${ip}]/`).hostname.slice(1, -1);
    fc.assert(
      fc.property(fc.ipV6(), (ip) => {
        expect(rangeOf(ip)).toBe(rangeOf(compressed(ip)));
      }),
    );
  });

  it('lets no IPv6 address outside 2000::/3 pass but the IPv4-mapped ones', () => {
    fc.assert(
      fc.property(fc.ipV6(), (ip) => {
        const first = Number.parseInt(ip.startsWith('::') ? '0' : ip, 16);
        fc.pre(!/(^|:)ffff:/i.test(ip) && (first < 0x2000 || first > 0x3fff));
        expect(addressVerdict(ip, NONE).allowed).toBe(false);
      }),
    );
  });

  it('exempts the allowed ranges and nothing beside them', () => {
    const allowed = parseCidrs('10.1.0.0/16, fd00::/8,127.0.0.1');
    const open = ['10.1.255.255', 'fd12::1', '127.0.0.1', '::ffff:10.1.0.1'];
    const shut = ['10.2.0.0', 'fc00::1', '127.0.0.2', '::1'];
    expect(open.filter((ip) => !addressVerdict(ip, allowed).allowed)).toEqual([]);
    expect(shut.filter((ip) => addressVerdict(ip, allowed).allowed)).toEqual([]);
  });
});

describe('parseCidrs', () => {
  it('reads ranges, single addresses and an empty list', () => {
    expect(addressVerdict('127.0.0.1', parseCidrs('')).allowed).toBe(false);
    const ranges = parseCidrs(' 127.0.0.0/8 , ::1 ');
    const verdicts = ['127.9.9.9', '::1', '::2'].map((ip) => addressVerdict(ip, ranges).allowed);
    expect(verdicts).toEqual([true, true, false]);
  });

  it('exempts addresses of the family of a range alone', () => {
    expect(addressVerdict('192.168.9.9', parseCidrs('0.0.0.0/0')).allowed).toBe(true);
    expect(addressVerdict('fd00::1', parseCidrs('0.0.0.0/0')).allowed).toBe(false);
    expect(addressVerdict('fd00::1', parseCidrs('::/0')).allowed).toBe(true);
    expect(addressVerdict('10.0.0.1', parseCidrs('::/0')).allowed).toBe(false);
    expect(addressVerdict('::ffff:10.0.0.1', parseCidrs('::/0')).allowed).toBe(false);
  });

  it.each([
    'localhost',
    '10.0.0.0/33',
    '::1/129',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0.0/0x8',
    '10.0.0.5/8',
    '127.1/8',
    '::ffff:10.0.0.0/104',
    'fe80::1%eth0/64',
    '/8',
  ])('names the entry %s that makes no sense', (entry) => {
    expect(() => parseCidrs(`127.0.0.0/8,${entry}`)).toThrow(`"${entry}"`);
  });
});
