import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, systemClock, ThrottledLogger, TtlCache } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool, statement } from '../database/index.js';
import type { Capability, Principal, Role } from './principal.js';
import { SignInRefused } from './refusals.js';
import { SessionCookie } from './session-cookie.js';

/** A session that nothing was asked under for this long has ended. */
export const IDLE_MINUTES = 60;

/** Why a session is not valid any more. */
export type SessionEnd =
  'signed_out' | 'expired' | 'idle' | 'key_ended' | 'link_revoked' | 'tenant_deleted';

/** The state of session `s`: null while it is valid, else the reason of its end. */
export const SESSION_END = `CASE
  WHEN s.ended_at IS NOT NULL THEN 'signed_out'
  WHEN s.expires_at <= now() THEN 'expired'
  WHEN s.last_seen_at <= now() - interval '${IDLE_MINUTES} minutes' THEN 'idle'
  WHEN s.key_id IS NOT NULL AND NOT EXISTS (SELECT FROM api_keys k WHERE k.id = s.key_id
    AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())) THEN 'key_ended'
  WHEN s.link_id IS NOT NULL AND EXISTS (SELECT FROM sign_in_links l
    WHERE l.id = s.link_id AND l.revoked_at IS NOT NULL) THEN 'link_revoked'
  WHEN s.tenant_id IS NOT NULL AND NOT EXISTS (SELECT FROM tenants t
    WHERE t.id = s.tenant_id AND t.deleted_at IS NULL) THEN 'tenant_deleted'
END`;

interface SessionRow {
  id: string;
  role: Role;
  tenant_id: string | null;
  capabilities: Capability[];
  key_id: string | null;
  link_id: string | null;
  person_id: string | null;
  person_name: string | null;
  is_stale: boolean;
  session_end: SessionEnd | null;
}

/** The session with the token of hash $1. */
const findSession = statement<SessionRow>(
  'find-session',
  `SELECT s.id, s.role, s.tenant_id, s.capabilities, s.key_id, s.link_id, s.person_id, s.person_name,
     s.last_seen_at < now() - interval '1 minute' AS is_stale, ${SESSION_END} AS session_end
   FROM sessions s WHERE s.token_hash = $1`,
);

/** Notes that session $1 is in use. */
const noteUse = statement<object>(
  'note-session-use',
  `UPDATE sessions SET last_seen_at = now()
   WHERE id = $1 AND ended_at IS NULL AND last_seen_at < now() - interval '50 seconds'`,
);

/** The form of a session's token. */
export const SESSION = /^ps_[\w-]{43}$/;
const TTL_MS = 1_000;
const MAX_SESSIONS = 10_000;

const ENDS: Record<SessionEnd, string> = {
  signed_out: 'You have signed out. Sign in again.',
  expired: 'The session has reached its longest duration. Sign in again.',
  idle: `The session has ended, because it was not used for ${IDLE_MINUTES} minutes. Sign in again.`,
  key_ended: 'The session has ended, because the API key behind it was revoked or has expired.',
  link_revoked: 'The session has ended, because the link that it was begun with was revoked.',
  tenant_deleted: 'The session has ended, because its tenant was deleted.',
};

interface Known {
  principal: Principal;
  /** Null while it is valid. */
  end: SessionEnd | null;
}

/** Finds sessions by their tokens, of which only hashes are stored. */
@Injectable()
export class Sessions {
  readonly cookie: SessionCookie;
  /** Holds what a sign-in by the identity provider has begun with. */
  readonly pendingCookie: SessionCookie;
  private readonly log: ThrottledLogger;
  private readonly cache = new TtlCache<Known>((tokenHash) => this.load(tokenHash), {
    ttlMs: TTL_MS,
    maxEntries: MAX_SESSIONS,
    clock: systemClock,
  });

  constructor(
    @Inject(SETTINGS) settings: RunSettings,
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.cookie = new SessionCookie(settings);
    this.pendingCookie = new SessionCookie(settings, 'postrider-sign-in');
    this.log = new ThrottledLogger(logger, systemClock, 'warn');
  }

  /** Takes the hash of a token in base64. Rejects with 401 and the reason where its session is unknown or has ended. */
  async authenticate(tokenHash: string): Promise<Principal> {
    const known = await this.cache.get(tokenHash);
    if (!known) {
      throw new SignInRefused('session', 'unknown', 'There is no such session. Sign in again.');
    }
    const { principal, end } = known;
    if (end !== null) throw new SignInRefused('session', end, ENDS[end], principal);
    return principal;
  }

  /** Clears the cache. */
  forget(): void {
    this.cache.clear();
  }

  private async load(tokenHash: string): Promise<Known | undefined> {
    const [row] = await this.pool.run(findSession, [Buffer.from(tokenHash, 'base64')]);
    if (!row) return undefined;
    if (row.is_stale && row.session_end === null) {
      await this.pool.run(noteUse, [row.id]).catch((error: unknown) => {
        this.log.report(error, 'the use of a session could not be written');
      });
    }
    const { person_id: id, person_name: name } = row;
    return {
      end: row.session_end,
      principal: {
        keyId: row.key_id,
        role: row.role,
        tenantIds: row.tenant_id === null ? null : [row.tenant_id],
        capabilities: row.capabilities,
        signedIn: {
          sessionId: row.id,
          linkId: row.link_id,
          person: id === null ? null : { id, name },
        },
      },
    };
  }
}
