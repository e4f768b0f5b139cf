import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import * as oidc from 'openid-client';
import { Agent, fetch } from 'undici';
import type { RequestInit } from 'undici';
import { AppError, LOGGER, systemClock, systemLookup, ThrottledLogger } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { OidcSettings, RunSettings } from '../config/index.js';
import type { IdentityProviderDto } from './session.dto.js';

/** A request to the provider waits no longer. */
const TIMEOUT_SECONDS = 5;
/** A fetch that is given up leaves its look-up running: all of them share one. */
const DISPATCHER = new Agent({ connect: { lookup: systemLookup } });
// The types of Node.js are those of another release of undici.
const fetchByName = ((url: string, options: RequestInit) =>
  fetch(url, { ...options, dispatcher: DISPATCHER })) as unknown as oidc.CustomFetch;
/** After a failure, the provider is asked again at the earliest after this time. */
const PAUSE_MS = 5_000;
const SCOPE = 'openid profile email';
const ROLES = { 'postrider-admin': 'admin', 'postrider-support': 'support' } as const;
const AWAY =
  'The identity provider does not answer at the moment. Try again, or sign in with an API key.';

/** What is kept in the browser between the request to the provider and its answer. */
export interface PendingSignIn {
  state: string;
  nonce: string;
  verifier: string;
  next: string;
}

/** A person as the provider names it. The role is undefined where its claim has none of ours. */
export interface Identity {
  id: string;
  name: string | null;
  role: 'admin' | 'support' | undefined;
}

/** The OpenID provider of the staff. It is found when it is needed, so that its absence stops nothing else. */
@Injectable()
export class IdentityProvider implements OnApplicationBootstrap {
  private readonly oidc: OidcSettings | undefined;
  private readonly redirectUri: string;
  private readonly log: ThrottledLogger;
  private found: Promise<oidc.Configuration> | undefined;
  private failedAtMs = -Infinity;
  private problem: string | null = null;

  constructor(@Inject(SETTINGS) settings: RunSettings, @Inject(LOGGER) logger: Logger) {
    this.oidc = settings.oidc;
    this.redirectUri = `${settings.publicUrl}/sign-in/oidc/callback`;
    this.log = new ThrottledLogger(logger, systemClock, 'warn');
  }

  onApplicationBootstrap(): void {
    if (this.oidc) void this.find().catch(() => undefined);
  }

  /** Returns what the sign-in page says of the provider, without waiting for it. Null: there is none. */
  state(): IdentityProviderDto | null {
    if (!this.oidc) return null;
    void this.find().catch(() => undefined);
    return { name: new URL(this.oidc.issuer).hostname, problem: this.problem };
  }

  /** Returns the address at the provider, and what the answer must fit. Rejects with 503 where it does not answer. */
  async begin(next: string): Promise<{ url: URL; pending: PendingSignIn }> {
    const configuration = await this.find();
    const verifier = oidc.randomPKCECodeVerifier();
    const pending = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, next };
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.redirectUri,
      scope: SCOPE,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: pending.state,
      nonce: pending.nonce,
    });
    return { url, pending };
  }

  /** Exchanges the code in the query of the callback. Rejects where the answer does not fit what was begun. */
  async finish(query: string, { state, nonce, verifier }: PendingSignIn): Promise<Identity> {
    const configuration = await this.find();
    const tokens = await oidc.authorizationCodeGrant(
      configuration,
      new URL(`${this.redirectUri}${query}`),
      {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      },
    );
    const claims: Record<string, unknown> = { ...tokens.claims() };
    const { sub } = claims;
    if (typeof sub !== 'string') throw new Error('The provider names no subject.');
    const roleClaim = this.oidc?.roleClaim ?? '';
    const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined;
    if (claims[roleClaim] === undefined && hasMore) {
      Object.assign(claims, await oidc.fetchUserInfo(configuration, tokens.access_token, sub));
    }
    return { id: sub, name: nameIn(claims), role: roleIn(claims[roleClaim]) };
  }

  private find(): Promise<oidc.Configuration> {
    if (!this.oidc)
      throw new AppError('not_found', 404, { message: 'No identity provider is set up.' });
    if (systemClock.now() - this.failedAtMs < PAUSE_MS) return Promise.reject(away());
    this.found ??= this.discover(this.oidc).catch((error: unknown) => {
      this.log.report(
        error,
        'the identity provider (OIDC_ISSUER) cannot be used; it is tried again',
      );
      this.found = undefined;
      this.failedAtMs = systemClock.now();
      this.problem = AWAY;
      throw away(error);
    });
    return this.found;
  }

  private async discover({
    issuer,
    clientId,
    clientSecret,
  }: OidcSettings): Promise<oidc.Configuration> {
    const url = new URL(issuer);
    // Only an issuer on loopback may do without TLS: the settings refuse others.
    const execute = url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
    const options = { timeout: TIMEOUT_SECONDS, execute, [oidc.customFetch]: fetchByName };
    const configuration = await oidc.discovery(url, clientId, clientSecret, undefined, options);
    this.problem = null;
    return configuration;
  }
}

function away(cause?: unknown): AppError {
  return new AppError('unavailable', 503, { message: AWAY, retryAfterSeconds: 5 }, { cause });
}

function nameIn({ name, preferred_username, email }: Record<string, unknown>): string | null {
  const first = [name, preferred_username, email].find(
    (one) => typeof one === 'string' && one !== '',
  );
  return typeof first === 'string' ? first.slice(0, 200) : null;
}

function roleIn(claim: unknown): Identity['role'] {
  const values: unknown[] = Array.isArray(claim) ? claim : [claim];
  const [found] = Object.entries(ROLES).filter(([name]) => values.includes(name));
  return found?.[1];
}
