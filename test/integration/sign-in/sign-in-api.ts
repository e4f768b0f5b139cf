import { expect } from 'vitest';
import { SignInModule } from '../../../src/sign-in/index.js';
import { startTestApi } from '../http/test-api.js';
import type { Answer, TestApi } from '../http/test-api.js';

/** What `POST /v1/session` answers, with its cookie as a browser would send it. */
export interface Signed {
  cookie: string;
  setCookie: string;
  csrf: string;
  body: Record<string, unknown>;
}

export interface SignInApi extends TestApi {
  /** Signs in; the answer must be a 200. */
  signIn(fields: object): Promise<Signed>;
  /** Makes a link for the tenant `acme` and returns its token with the answer. */
  link(fields?: object, key?: string): Promise<{ id: string; token: string; url: string }>;
  /** A request by cookie, with the token of the session where one is given. */
  as(session: Signed, method: string, path: string, body?: unknown): Promise<Answer>;
  /**
   * The newest entries of one action. Those of other actions can come between: refused requests are written about a
   * second behind their answers.
   */
  audited(action: string): Promise<AuditEntry[]>;
}

export interface AuditEntry {
  action: string;
  actor: string;
  target: string;
  tenant_id: string | null;
  address: string | null;
  details: Record<string, unknown>;
}

/** The API with the routes of sign-in and a tenant `acme`. */
export async function startSignInApi(
  env: NodeJS.ProcessEnv = {},
  controllers: Parameters<typeof startTestApi>[0] = [],
): Promise<SignInApi> {
  const api = await startTestApi(controllers, undefined, env, [SignInModule]);
  for (const name of ['acme', 'other']) {
    const body = { name, external_id: name };
    expect((await api.call('POST', '/v1/tenants', { body })).status).toBe(201);
  }
  return {
    ...api,
    signIn: async (fields) => {
      const { status, body, headers } = await api.call('POST', '/v1/session', {
        key: null,
        body: fields,
      });
      expect([status, body]).toEqual([200, body]);
      const setCookie = headers.get('set-cookie') ?? '';
      const cookie = setCookie.split(';')[0] ?? '';
      return { cookie, setCookie, csrf: String(body['csrf_token']), body };
    },
    link: async (fields = {}, key) => {
      const answer = await api.call('POST', '/v1/tenants/acme/portal-links', {
        body: { role: 'tenant', expires_in_seconds: 600, ...fields },
        ...(key !== undefined && { key }),
      });
      expect([answer.status, answer.body]).toEqual([201, answer.body]);
      const { id, url } = answer.body as { id: string; url: string };
      return { id, url, token: url.split('#sign-in=')[1] ?? '' };
    },
    as: ({ cookie, csrf }, method, path, body) =>
      api.call(method, path, {
        key: null,
        headers: { cookie, ...(method !== 'GET' && { 'x-csrf-token': csrf }) },
        ...(body !== undefined && { body }),
      }),
    audited: async (action) => {
      const { body } = await api.call('GET', `/v1/audit?limit=50&action=${action}`);
      return body['data'] as AuditEntry[];
    },
  };
}
