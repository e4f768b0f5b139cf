import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressVerdict, parseCidrs } from './address-rules.js';
import { checkUrl } from './url-policy.js';
import type { UrlPolicy } from './url-policy.js';

const production: UrlPolicy = { production: true, allowedCidrs: parseCidrs(''), allowedPorts: [] };
const development: UrlPolicy = {
  production: false,
  allowedCidrs: parseCidrs('127.0.0.0/8,::1/128'),
  allowedPorts: [],
};

function reasonOf(text: string, policy: UrlPolicy = production): string | null {
  const verdict = checkUrl(text, policy);
  return verdict.ok ? null : verdict.reason;
}

describe('checkUrl', () => {
  it.each([
    ['https://example.com', 'https://example.com/'],
    ['HTTPS://Example.COM:443/Hook?a=B#part', 'https://example.com/Hook?a=B'],
    ['https://example.com:8443/a/../b', 'https://example.com:8443/b'],
    ['https://8.8.8.8/hook', 'https://8.8.8.8/hook'],
    ['https://[2606:4700::1]:8443/', 'https://[2606:4700::1]:8443/'],
    ['https://[2606:4700:0:0::0001]/', 'https://[2606:4700::1]/'],
    ['https://bücher.example/hook', 'https://xn--bcher-kva.example/hook'],
    ['https://example.com/ä?q=ö', 'https://example.com/%C3%A4?q=%C3%B6'],
    [
      'https://example.com/hook?to=user@example.com',
      'https://example.com/hook?to=user@example.com',
    ],
    ['https://example.com/100%25', 'https://example.com/100%25'],
    ['https://example.com?x=//y', 'https://example.com/?x=//y'],
    ['https://localhost.example.com/', 'https://localhost.example.com/'],
    ['https://notlocal.com/', 'https://notlocal.com/'],
    ['https://contest.com/', 'https://contest.com/'],
    ['https://my_app.a--b.example.com/', 'https://my_app.a--b.example.com/'],
    [`https://${'a'.repeat(63)}.example.com/`, `https://${'a'.repeat(63)}.example.com/`],
    [`https://${'a.'.repeat(125)}com/`, `https://${'a.'.repeat(125)}com/`],
  ])('takes %s in its normal form', (text, url) => {
    expect(checkUrl(text, production)).toEqual({ ok: true, url });
  });

  it.each([
    ['https://example.com/ho ok', 'control_characters'],
    [' https://example.com/', 'control_characters'],
    ['https://example.com/\n', 'control_characters'],
    ['https://exa\tmple.com/', 'control_characters'],
    ['https://example.com/\u0000', 'control_characters'],
    ['https://example.com/\u007f', 'control_characters'],
    ['https://example.com/\u0085', 'control_characters'],
    ['https://example.com\u00a0/', 'control_characters'],
    ['https://example\u200b.com/', 'control_characters'],
    ['https://exam\u200cple.com/', 'control_characters'],
    ['https://loca\u200dlhost/', 'control_characters'],
    ['https://example.com/a\u200cb', 'control_characters'],
    ['https://exam\u00adple.com/', 'control_characters'],
    ['\ufeffhttps://example.com/', 'control_characters'],
    ['https://example.com/\u202e', 'control_characters'],
    ['https://example.com/\ud800', 'control_characters'],
    ['https:\\\\example.com/', 'backslash'],
    ['https://example.com\\@10.0.0.1/', 'backslash'],
    ['https://example.com/a\\b', 'backslash'],
    ['https://user@example.com/', 'userinfo'],
    ['https://user:secret@example.com/', 'userinfo'],
    ['https://@example.com/', 'userinfo'],
    ['https://example.com:443@10.0.0.1/', 'userinfo'],
    ['https://exa%6dple.com/', 'percent_in_host'],
    ['https://%31%30.0.0.1/', 'percent_in_host'],
    ['https://[fe80::1%25eth0]/', 'percent_in_host'],
    ['https:example.com', 'missing_slashes'],
    ['https:/example.com', 'missing_slashes'],
    ['https:', 'missing_slashes'],
    ['https://', 'empty_host'],
    ['https:///example.com/', 'empty_host'],
    ['https://:443/', 'empty_host'],
    ['https://?q', 'empty_host'],
    ['https://#x', 'empty_host'],
    ['https://0x7f.0.0.1/', 'ambiguous_ipv4'],
    ['https://0x7f.1/', 'ambiguous_ipv4'],
    ['https://2130706433/', 'ambiguous_ipv4'],
    ['https://127.1/', 'ambiguous_ipv4'],
    ['https://0177.0.0.1/', 'ambiguous_ipv4'],
    ['https://010.8.8.8/', 'ambiguous_ipv4'],
    ['https://0/', 'ambiguous_ipv4'],
    ['https://0x/', 'ambiguous_ipv4'],
    ['https://8.8.8.8./', 'ambiguous_ipv4'],
    ['https://8.526344/', 'ambiguous_ipv4'],
    ['https://0X7F000001/', 'ambiguous_ipv4'],
    ['https://１２７.0.0.1/', 'non_ascii_host_to_address'],
    ['https://127。0。0。1/', 'non_ascii_host_to_address'],
    ['https://⑧.⑧.⑧.⑧/', 'non_ascii_host_to_address'],
    ['https://ⓛocalhost/', 'non_ascii_host_to_address'],
    ['https://metadata.google．internal/', 'non_ascii_host_to_address'],
    ['https://bücher/', 'non_ascii_host_to_address'],
    ['https://example.com。/', 'non_ascii_host_to_address'],
    ['https://intranet/', 'single_label_host'],
    ['https://postgres:8443/', 'single_label_host'],
    ['https://localhost/', 'internal_name'],
    ['https://LOCALHOST/', 'internal_name'],
    ['https://app.localhost/', 'internal_name'],
    ['https://printer.local/', 'internal_name'],
    ['https://METADATA.google.INTERNAL/', 'internal_name'],
    ['https://nas.home.arpa/', 'internal_name'],
    ['https://router.lan/', 'internal_name'],
    ['https://sso.corp/', 'internal_name'],
    ['https://wiki.intranet/', 'internal_name'],
    ['https://api.default.svc/', 'internal_name'],
    ['https://api.default.svc.cluster.local/', 'internal_name'],
    ['https://example.com./', 'trailing_dot'],
    ['https://localhost./', 'trailing_dot'],
    ['https://a..b.com/', 'invalid_host_name'],
    ['https://.example.com/', 'invalid_host_name'],
    ['https://-a.example.com/', 'invalid_host_name'],
    ['https://a-.example.com/', 'invalid_host_name'],
    ['https://a$b.example.com/', 'invalid_host_name'],
    [`https://${'a'.repeat(64)}.example.com/`, 'invalid_host_name'],
    [`https://${'ü'.repeat(60)}.example.com/`, 'invalid_host_name'],
    [`https://${'a.'.repeat(126)}com/`, 'invalid_host_name'],
    ['https://hooks.test/', 'reserved_name'],
    ['https://example.INVALID/', 'reserved_name'],
    ['https://abcdefghij.onion/', 'reserved_name'],
    ['https://name.alt/', 'reserved_name'],
    ['https://hooks．test/', 'non_ascii_host_to_address'],
    ['https://127.0.0.1/', 'blocked_address'],
    ['https://169.254.169.254/latest', 'blocked_address'],
    ['https://168.63.129.16/', 'blocked_address'],
    ['https://[::1]/', 'blocked_address'],
    ['https://[::]/', 'blocked_address'],
    ['https://[::ffff:127.0.0.1]/', 'blocked_address'],
    ['https://[::7f00:1]/', 'blocked_address'],
    ['https://[64:ff9b::a00:1]/', 'blocked_address'],
    ['https://[fd00:ec2::254]/', 'blocked_address'],
    ['http://example.com/', 'scheme'],
    ['ftp://example.com/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['gopher://example.com/', 'scheme'],
    ['example.com/hook', 'scheme'],
    ['//example.com/hook', 'scheme'],
    ['', 'scheme'],
    ['https://example.com:80/', 'port'],
    ['https://example.com:22/', 'port'],
    ['https://example.com:0/', 'port'],
    ['https://example.com:1023/', 'port'],
    ['https://example.com:5432/', 'port'],
    ['https://example.com:6379/', 'port'],
    ['https://example.com:6667/', 'port'],
    ['https://example.com:10080/', 'port'],
    ['https://example.com:65536/', 'invalid_url'],
    ['https://example.com:x/', 'invalid_url'],
    ['https://256.256.256.256/', 'invalid_url'],
    ['https://1.2.3.4.5/', 'invalid_url'],
    ['https://[::1/', 'invalid_url'],
    ['https://[::g]/', 'invalid_url'],
    ['https://exa<mple.com/', 'invalid_url'],
    ['https://xn--a/', 'invalid_url'],
    ['https://xn--a.example.com/', 'invalid_url'],
    [`https://example.com/${'a'.repeat(2048)}`, 'too_long'],
    [`https://example.com/${'ä'.repeat(1000)}`, 'too_long'],
  ])('refuses %j: %s', (text, reason) => {
    expect(reasonOf(text)).toBe(reason);
  });

  it('takes http, port 80 and loopback in development', () => {
    expect(reasonOf('http://example.com/', development)).toBeNull();
    expect(reasonOf('http://127.0.0.1:4000/hook', development)).toBeNull();
    expect(reasonOf('http://[::1]:4000/hook', development)).toBeNull();
    expect(reasonOf('http://localhost:4000/hook', development)).toBeNull();
    expect(reasonOf('http://10.0.0.1/', development)).toBe('blocked_address');
    expect(reasonOf('http://127.1/', development)).toBe('ambiguous_ipv4');
  });

  it('takes a port below 1024 or of a database only when it was opened', () => {
    const policy = { ...production, allowedPorts: [25, 9200] };
    expect(reasonOf('https://example.com:9200/', policy)).toBeNull();
    expect(reasonOf('https://example.com:25/', policy)).toBeNull();
    expect(reasonOf('https://example.com:26/', policy)).toBe('port');
  });

  it('returns a message that says what to change', () => {
    expect(checkUrl('https://user:hunter2@example.com/', production)).toMatchObject({
      message: expect.stringMatching(/^The URL must not contain a user name.*\.$/) as string,
    });
  });

  it('takes no text whose parsed host is a special address, however it is spelled', () => {
    const part = fc.oneof(
      fc.nat(255).map(String),
      fc.nat(255).map((byte) => `0x${byte.toString(16)}`),
      fc.nat(255).map((byte) => `0${byte.toString(8)}`),
      fc.nat(0xffff_ffff).map(String),
      fc.constantFrom('127', '10', '０', '１', '②', '%31', ''),
    );
    const host = fc
      .tuple(fc.array(part, { minLength: 1, maxLength: 5 }), fc.constantFrom('.', '。', '．'))
      .map(([parts, dot]) => parts.join(dot));
    fc.assert(
      fc.property(host, (spelled) => {
        const verdict = checkUrl(`https://${spelled}/`, production);
        if (!verdict.ok) return;
        const { hostname } = new URL(verdict.url);
        expect(hostname).toBe(spelled);
        expect(isIP(hostname) === 0 || addressVerdict(hostname, parseCidrs('')).allowed).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws, and its normal form is a fixed point', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true }));
    fc.assert(
      fc.property(text, (anything) => {
        const verdict = checkUrl(anything, production);
        if (!verdict.ok) return;
        expect(checkUrl(verdict.url, production)).toEqual(verdict);
      }),
    );
  });

  it('takes joiners where the script of a name needs them', () => {
    const persian = 'https://\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example.com/';
    const hindi = 'https://\u0915\u094d\u200d\u0937.example.com/';
    expect(checkUrl(persian, production)).toEqual({
      ok: true,
      url: 'https://xn--mgba3gch31f060k.example.com/',
    });
    expect(checkUrl(hindi, production)).toEqual({
      ok: true,
      url: 'https://xn--11b2ezcw70k.example.com/',
    });
  });
});
