import PostalMime from 'postal-mime';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { composeMail } from '../../../src/channels/email/smtp/compose-mail.js';
import { createAuthority } from '../../support/certificates.js';
import type { Authority } from '../../support/certificates.js';
import { freePort } from '../../support/services/free-port.js';
import { closeMails, FROM, LOGIN, mailServer, send, senderTo } from './mail-lab.js';

let authority: Authority;
beforeAll(async () => {
  authority = await createAuthority();
});

afterEach(closeMails);

describe('a mail', () => {
  it('is handed over with the server’s answer on record', async () => {
    const server = await mailServer();
    const result = await send(senderTo(`smtp://127.0.0.1:${server.port}`));
    expect(result).toMatchObject({
      answer: { code: 250, text: expect.stringContaining('250') },
      error: null,
      isAddressRefused: false,
      ip: '127.0.0.1',
      timings: { dns_ms: null, connect_ms: expect.any(Number), tls_ms: null },
    });
    expect(server.mails).toMatchObject([{ from: FROM.address, to: 'ada@example.test' }]);
    const mail = await PostalMime.parse(server.mails[0]?.raw ?? '');
    expect(mail).toMatchObject({
      subject: 'Hello',
      messageId: '<dlv_1@postrider.test>',
      from: FROM,
      html: expect.stringContaining('Grüße'),
    });
    expect(mail.text).toContain('Grüße\n.\nafter a dot');
  });

  it('has no header that came in through a line break', async () => {
    const message = await composeMail({
      from: { ...FROM, name: 'KYC\r\nBcc: eve@example.test' },
      to: 'ada@example.test',
      subject: 'Hi\r\nBcc: eve@example.test\r\n\r\nbody',
      text: 'x',
      html: 'x',
      messageId: 'a@b',
      date: new Date(0),
      headers: { 'X-Webhook-ID': 'evt\nBcc: eve@example.test' },
    });
    const head = message.toString('latin1').split('\r\n\r\n')[0] ?? '';
    expect(head.split(/\r\n(?![ \t])/).map((line) => line.split(':')[0])).not.toContain('Bcc');
  });

  it('does not go to an address that would break the conversation', async () => {
    const server = await mailServer();
    const sender = senderTo(`smtp://127.0.0.1:${server.port}`);
    const message = Buffer.from('Subject: x\r\n\r\nx');
    for (const to of ['a@b.test>\r\nRCPT TO:<eve@b.test', 'a@b.test>', '']) {
      const envelope = { from: FROM.address, to };
      const result = await sender.send({ envelope, message, timeoutMs: 2000 });
      expect(result.error).not.toBeNull();
    }
    expect(server.mails).toEqual([]);
  });
});

describe('a connection', () => {
  it('carries many mails, and a new one takes the place of one that was cut', async () => {
    const server = await mailServer();
    const sender = senderTo(`smtp://127.0.0.1:${server.port}?connections=1`);
    for (let count = 0; count < 3; count += 1) await send(sender);
    expect(server.connections).toBe(1);
    const { timings } = await send(sender);
    expect(timings.connect_ms).toBeNull();
    server.cutConnections();
    expect((await send(sender)).error).toBeNull();
    expect(server.connections).toBe(2);
    expect(server.mails).toHaveLength(5);
  });

  it('is not opened more often than allowed', async () => {
    const server = await mailServer();
    const sender = senderTo(`smtp://127.0.0.1:${server.port}?connections=2`);
    const results = await Promise.all(Array.from({ length: 20 }, () => send(sender)));
    expect(results.filter(({ error }) => error)).toEqual([]);
    expect(server.connections).toBe(2);
    expect(server.mails).toHaveLength(20);
  });

  it('that hangs is given up at the deadline, whatever it waits for', async () => {
    for (const step of ['greeting', 'recipient', 'message'] as const) {
      const server = await mailServer();
      server.misbehave('silent', step);
      const result = await send(senderTo(`smtp://127.0.0.1:${server.port}`), 'a@b.test', 300);
      expect(result).toMatchObject({ answer: null, error: { class: 'timeout' } });
      expect(result.durationMs).toBeLessThan(3000);
    }
  });

  it('that waits for another’s is given up at the deadline too', async () => {
    const server = await mailServer();
    server.misbehave('silent', 'recipient');
    const sender = senderTo(`smtp://127.0.0.1:${server.port}?connections=1`);
    const results = await Promise.all([
      send(sender, 'a@b.test', 400),
      send(sender, 'c@d.test', 200),
    ]);
    expect(results.map(({ error }) => error?.class)).toEqual(['timeout', 'timeout']);
    expect(results[1]?.error?.message).toContain('free connection');
    server.misbehave(null);
    expect((await send(sender)).error).toBeNull();
  });

  it.each([
    ['greeting', 'reset'],
    ['recipient', 'reset'],
    ['message', 'reset'],
  ] as const)('that the server drops at the %s is a %s', async (step, errorClass) => {
    const server = await mailServer();
    server.misbehave('drop', step);
    const result = await send(senderTo(`smtp://127.0.0.1:${server.port}`));
    expect(result).toMatchObject({ error: { class: errorClass }, isAddressRefused: false });
  });

  it('to an address without a server is a failure of the connection or of the name', async () => {
    const refused = await send(senderTo(`smtp://127.0.0.1:${await freePort()}`));
    expect(refused.error?.class).toBe('connect');
    const unknown = await send(senderTo('smtp://mail.nowhere.invalid'));
    expect(unknown.error?.class).toBe('dns');
  });
});

describe('TLS', () => {
  const withCertificate = async (secure: boolean, hosts = ['127.0.0.1']) =>
    mailServer({ certificate: await authority.issue(hosts), secure, login: LOGIN });
  const login = `${encodeURIComponent(LOGIN.user)}:${encodeURIComponent(LOGIN.password)}`;

  it.each([
    ['at once', true, 'smtps'],
    ['by STARTTLS', false, 'smtp'],
  ])('%s carries the login and the mail', async (_how, secure, scheme) => {
    const server = await withCertificate(secure);
    const url = `${scheme}://${login}@127.0.0.1:${server.port}`;
    const result = await send(senderTo(url, authority.caPem));
    expect(result).toMatchObject({ error: null, timings: { tls_ms: expect.any(Number) } });
    expect(server.mails).toMatchObject([{ isSecure: true, user: LOGIN.user }]);
  });

  it.each([
    ['at once', true, 'smtps'],
    ['by STARTTLS', false, 'smtp'],
  ])('%s is verified', async (_how, secure, scheme) => {
    const server = await withCertificate(secure);
    const url = `${scheme}://${login}@127.0.0.1:${server.port}`;
    expect((await send(senderTo(url))).error?.class).toBe('tls_untrusted');
    const other = await withCertificate(secure, ['mail.other.test']);
    const otherUrl = `${scheme}://${login}@127.0.0.1:${other.port}`;
    expect((await send(senderTo(otherUrl, authority.caPem))).error?.class).toBe('tls_hostname');
    expect([...server.mails, ...other.mails]).toEqual([]);
  });

  it('is not done without where it is required', async () => {
    const server = await mailServer();
    const result = await send(senderTo(`smtp://127.0.0.1:${server.port}?starttls=required`));
    expect(result.error?.class).toBe('tls');
    expect(server.mails).toEqual([]);
  });

  it('with the wrong password is reported as such', async () => {
    const server = await withCertificate(true);
    const url = `smtps://me:wrong@127.0.0.1:${server.port}`;
    expect(await send(senderTo(url, authority.caPem))).toMatchObject({
      answer: { code: 535 },
      error: { class: 'smtp_auth' },
    });
  });
});
