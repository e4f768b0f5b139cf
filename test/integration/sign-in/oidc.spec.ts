import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/app/index.js';
import { startSignInApi } from './sign-in-api.js';
import type { SignInApi } from './sign-in-api.js';

/** The address that the provider sends the browser back to; the test follows it to the API itself. */
const PUBLIC_URL = 'http://127.0.0.1:9/hooks';
const CLIENT = { client_id: 'postrider', client_secret: 'a-secret-of-the-client' };

interface Peer {
  issuer: string;
  server: Server;
  /** The person who signs in next. */
  person: { id: string; name: string; roles?: unknown };
}

let peer: Peer;
let api: SignInApi;

beforeAll(async () => {
  peer = await startPeer();
  api = await startSignInApi({
    PUBLIC_URL,
    OIDC_ISSUER: peer.issuer,
    OIDC_CLIENT_ID: CLIENT.client_id,
    OIDC_CLIENT_SECRET: CLIENT.client_secret,
  });
});
afterAll(async () => {
  await api.close();
  peer.server.closeAllConnections();
  peer.server.close();
});

async function startPeer(): Promise<Peer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const started: Peer = { issuer, server, person: { id: 'ada', name: 'Ada' } };
  const provider: Provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [`${PUBLIC_URL}/sign-in/oidc/callback`] }],
    claims: { openid: ['sub'], profile: ['name', 'roles'], email: ['email'] },
    cookies: { keys: ['a-key-of-the-peer'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => {
      const { name, roles } = started.person;
      return {
        accountId: id,
        claims: () => ({ sub: id, name, ...(roles !== undefined && { roles }) }),
      };
    },
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc;
      const grant = new provider.Grant({
        ...(client && { clientId: client.clientId }),
        ...(session?.accountId !== undefined && { accountId: session.accountId }),
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  const handle = provider.callback();
  server.on('request', (request, response) => {
    const login = { accountId: started.person.id };
    const answered = request.url?.startsWith('/interaction/')
      ? provider.interactionFinished(request, response, { login })
      : handle(request, response);
    void answered;
  });
  return started;
}

/** A browser that keeps cookies by host and follows redirects until a page is shown. */
function browser() {
  const jars = new Map<string, Map<string, string>>();
  const visit = async (address: string): Promise<{ url: string; response: Response }> => {
    const url = address.replace(PUBLIC_URL, api.url);
    const { host } = new URL(url);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const next = response.headers.get('location');
    if (next === null || next.startsWith('/console') || next.startsWith('/portal')) {
      return { url: next ?? url, response };
    }
    return visit(new URL(next, url).href);
  };
  const session = () =>
    api.call('GET', '/v1/session', {
      key: null,
      headers: { cookie: `postrider=${jars.get(new URL(api.url).host)?.get('postrider') ?? ''}` },
    });
  return { visit, session };
}

describe('sign-in by the identity provider', () => {
  it.each([
    ['admin', ['other', 'postrider-admin', 'postrider-support']],
    ['support', ['postrider-support']],
    ['support', 'postrider-support'],
  ])('gives the role %s for %j, and leads to the wanted page', async (role, roles) => {
    peer.person = { id: `person-${role}`, name: 'Ada Obi', roles };
    const { visit, session } = browser();
    const { url } = await visit(`${api.url}/sign-in/oidc?next=%2Fconsole%2Fsearch%3Fq%3Dx`);
    expect(url).toBe('/console/search?q=x');
    const { body } = await session();
    expect(body).toMatchObject({
      role,
      tenant: null,
      person: { id: `person-${role}`, name: 'Ada Obi' },
    });
    const [entry] = await api.audited('session.started');
    expect(entry).toMatchObject({ actor: `person:person-${role}` });
    expect(entry?.address).toContain('127.0.0.1');
  });

  it('refuses a person without one of our roles, in words', async () => {
    for (const roles of [
      undefined,
      ['admin'],
      'postrider-administrator',
      { 'postrider-admin': 1 },
    ]) {
      peer.person = { id: 'without-a-role', name: 'X', ...(roles !== undefined && { roles }) };
      const { visit, session } = browser();
      const { response } = await visit(`${api.url}/sign-in/oidc`);
      expect(response.status).toBe(403);
      expect(await response.text()).toContain('neither the role postrider-admin nor');
      expect((await session()).status).toBe(401);
    }
    const entry = await eventually(async () => {
      const refused = await api.audited('session.refused');
      const found = refused.find(({ details }) => details['code'] === 'no_role');
      expect(found).toBeDefined();
      return found;
    });
    expect(entry).toMatchObject({
      actor: 'person:without-a-role',
      details: { way: 'oidc' },
    });
  });

  it('takes no answer that this browser did not begin, or that does not fit', async () => {
    const callback = `${api.url}/sign-in/oidc/callback?code=x&state=y`;
    const stranger = await fetch(callback);
    expect([stranger.status, await stranger.text()]).toEqual([
      400,
      expect.stringContaining('not begun in this browser'),
    ]);
    const begun = await fetch(`${api.url}/sign-in/oidc`, { redirect: 'manual' });
    const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
    const wrong = await fetch(callback, { headers: { cookie } });
    expect([wrong.status, await wrong.text()]).toEqual([
      403,
      expect.stringContaining('does not fit the request'),
    ]);
  });

  it('asks with PKCE, state and nonce, and leads to no other site', async () => {
    const begun = await fetch(`${api.url}/sign-in/oidc?next=https://evil.example.com`, {
      redirect: 'manual',
    });
    const { searchParams } = new URL(begun.headers.get('location') ?? '');
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    for (const name of ['code_challenge', 'state', 'nonce']) {
      expect(searchParams.get(name)).toMatch(/^[\w-]{43}$/);
    }
    peer.person = { id: 'ada', name: 'Ada', roles: 'postrider-admin' };
    const { url } = await browser().visit(`${api.url}/sign-in/oidc?next=https://evil.example.com`);
    expect(url).toBe('/console');
  });

  it('is offered on the sign-in page', async () => {
    const { body } = await api.call('GET', '/v1/session/options', { key: null });
    expect(body).toEqual({ oidc: { name: '127.0.0.1', problem: null } });
  });
});

it('a provider that does not answer stops neither the start nor other requests, and is found later', async () => {
  const late = createServer();
  await new Promise<void>((resolve) => late.listen(0, '127.0.0.1', resolve));
  const { port } = late.address() as AddressInfo;
  const silent = await startSignInApi({
    OIDC_ISSUER: `http://127.0.0.1:${port}`,
    OIDC_CLIENT_ID: 'x',
    OIDC_CLIENT_SECRET: 'y',
  });
  try {
    expect((await silent.call('GET', '/v1/tenants')).status).toBe(200);
    late.closeAllConnections();
    await new Promise((resolve) => late.close(resolve));
    await eventually(async () => {
      const { body } = await silent.call('GET', '/v1/session/options', { key: null });
      expect(body).toMatchObject({
        oidc: { problem: expect.stringContaining('does not answer') as string },
      });
    });
    const begun = await fetch(`${silent.url}/sign-in/oidc`);
    expect([begun.status, await begun.text()]).toEqual([
      503,
      expect.stringContaining('does not answer at the moment'),
    ]);
  } finally {
    await silent.close();
  }
});
