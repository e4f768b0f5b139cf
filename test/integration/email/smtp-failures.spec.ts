import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../../support/certificates.js';
import type { Authority } from '../../support/certificates.js';
import { freePort } from '../../support/services/free-port.js';
import { closeMails, LOGIN, mailServer, send, senderTo } from './mail-lab.js';

let authority: Authority;
beforeAll(async () => {
  authority = await createAuthority();
});

afterEach(closeMails);

describe('a refusal', () => {
  it('of the address for good is distinguished from one for now', async () => {
    const server = await mailServer();
    const sender = senderTo(`smtp://127.0.0.1:${server.port}`);
    server.refuse('gone@example.test', '550 5.1.1 No such user');
    expect(await send(sender, 'gone@example.test')).toMatchObject({
      answer: { code: 550, text: '550 5.1.1 No such user' },
      error: { class: 'smtp_recipient' },
      isAddressRefused: true,
    });
    server.refuse('new@example.test', '451 4.7.1 Greylisted, come back');
    expect(await send(sender, 'new@example.test')).toMatchObject({
      answer: { code: 451 },
      error: { class: 'smtp_temporary' },
      isAddressRefused: false,
    });
    expect((await send(sender, 'new@example.test')).error).toBeNull();
  });

  it('of the sender or of the mail does not blame the address', async () => {
    const server = await mailServer();
    const sender = senderTo(`smtp://127.0.0.1:${server.port}`);
    server.refuseAll('sender', '550 5.7.1 Not allowed to send');
    expect(await send(sender)).toMatchObject({
      answer: { code: 550 },
      error: { class: 'smtp_sender' },
      isAddressRefused: false,
    });
    server.refuseAll('sender', null);
    server.refuseAll('message', '554 5.6.0 We do not like it');
    expect(await send(sender)).toMatchObject({
      answer: { code: 554 },
      error: { class: 'smtp_message' },
      isAddressRefused: false,
    });
  });
});

describe('an attempt that fails before the server is ready for the mail', () => {
  const isOurs = { isAddressRefused: false, isOurs: true };
  const words = /The recipient is not the cause, so the attempt does not count in the schedule\.$/;

  it('is no fault of the recipient: no such host name, no server there, a greeting that does not come', async () => {
    const silent = await mailServer();
    silent.misbehave('silent', 'greeting');
    const dropping = await mailServer();
    dropping.misbehave('drop', 'greeting');
    for (const [url, errorClass, what] of [
      ['smtp://mail.nowhere.invalid', 'dns', /host name/],
      [`smtp://127.0.0.1:${await freePort()}`, 'connect', /No connection to the mail server/],
      [`smtp://127.0.0.1:${silent.port}`, 'timeout', /mail server to be ready/],
      [`smtp://127.0.0.1:${dropping.port}`, 'reset', /closed the connection/],
    ] as const) {
      const result = await send(senderTo(url), 'a@b.test', 2000);
      expect(result).toMatchObject({ ...isOurs, error: { class: errorClass } });
      expect(result.error?.message).toMatch(what);
      expect(result.error?.message).toMatch(words);
    }
  });

  it('is no fault of the recipient: TLS, the login, no free connection', async () => {
    const secured = await mailServer({
      certificate: await authority.issue(['127.0.0.1']),
      login: LOGIN,
    });
    const untrusted = await send(senderTo(`smtp://127.0.0.1:${secured.port}`));
    expect(untrusted).toMatchObject({ ...isOurs, error: { class: 'tls_untrusted' } });
    for (const login of ['me:wrong@', '']) {
      const sender = senderTo(`smtp://${login}127.0.0.1:${secured.port}`, authority.caPem);
      const refused = await send(sender);
      expect(refused, login).toMatchObject({ ...isOurs, error: { class: 'smtp_auth' } });
      expect(refused.error?.message).toMatch(words);
    }
    const server = await mailServer();
    server.misbehave('silent', 'recipient');
    const busy = senderTo(`smtp://127.0.0.1:${server.port}?connections=1`);
    const [taken, waited] = await Promise.all([
      send(busy, 'a@b.test', 1000),
      send(busy, 'c@d.test', 500),
    ]);
    expect(taken.isOurs).toBe(false);
    expect(waited).toMatchObject(isOurs);
  });

  it('is spent once the server has the sender, the recipient or the mail in hand', async () => {
    const server = await mailServer();
    const sender = senderTo(`smtp://127.0.0.1:${server.port}`);
    server.refuse('new@example.test', '451 4.7.1 Greylisted');
    server.refuseAll('message', '554 5.6.0 We do not like it');
    for (const to of ['new@example.test', 'ada@example.test']) {
      const { error, isOurs: isNotSpent } = await send(sender, to);
      expect([isNotSpent, error?.message.includes('spends nothing')]).toEqual([false, false]);
    }
    server.refuseAll('sender', '550 5.7.1 Not allowed to send');
    expect((await send(sender)).isOurs).toBe(false);
    server.misbehave('drop', 'recipient');
    server.refuseAll('sender', null);
    expect((await send(sender)).isOurs).toBe(false);
  });
});
