import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import {
  AuditLog,
  Authenticator,
  csrfTokenOf,
  hashKey,
  IDLE_MINUTES,
  SESSION_END,
} from '../auth/index.js';
import type { Capability, Person, Principal } from '../auth/index.js';
import { newUuid, publicId, tenantDeleting } from '../common/index.js';
import { SealedTexts } from '../database/index.js';
import type { SessionDto } from './session.dto.js';

/** A working day. The idle limit is in the room of the keys. */
export const SESSION_HOURS = 12;
/** The oldest sessions of the same person, link or key end where there are more. */
const MAX_SESSIONS = 50;

/** A session that begins. */
export interface NewSession {
  /** What "sign out everywhere" is about. */
  owner: string;
  role: 'admin' | 'support' | 'tenant' | 'viewer';
  /** UUID; null: all tenants. */
  tenantId: string | null;
  capabilities: readonly Capability[];
  person: Person | null;
  keyId: string | null;
  linkId: string | null;
}

/** A session with its token, which is stored nowhere else. */
export interface Begun {
  sessionId: string;
  token: string;
}

interface SessionRow {
  role: SessionDto['role'];
  capabilities: Capability[];
  tenant_id: string | null;
  tenant_name: string | null;
  external_id: string | null;
  person_id: string | null;
  person_name: string | null;
  theme: SessionDto['theme'];
  hide_navigation: boolean | null;
  next: string | null;
  expires_at: Date;
  idle_expires_at: Date;
}

/** Begins, shows and ends sessions. */
@Injectable()
export class SessionStore {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(SealedTexts) private readonly texts: SealedTexts,
  ) {}

  /** Begins a session in the transaction of the caller, and records that. Throws 410 where the tenant is being deleted. */
  async begin(manager: EntityManager, session: NewSession): Promise<Begun> {
    const { owner, role, tenantId, capabilities, person, keyId, linkId } = session;
    const deleting = await manager.query<object[]>(
      'SELECT FROM tenants WHERE id = $1 AND deleting_at IS NOT NULL',
      [tenantId],
    );
    if (deleting.length > 0) throw tenantDeleting();
    const token = `ps_${randomBytes(32).toString('base64url')}`;
    const sessionId = newUuid();
    await manager.query(
      `INSERT INTO sessions (id, token_hash, owner, role, tenant_id, capabilities, person_id, person_name,
         key_id, link_id, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now() + interval '${SESSION_HOURS} hours')`,
      [
        sessionId,
        hashKey(token),
        owner,
        role,
        tenantId,
        capabilities,
        person?.id ?? null,
        person?.name ?? null,
        keyId,
        linkId,
      ],
    );
    await manager.query(
      `UPDATE sessions SET ended_at = now() WHERE id IN (
         SELECT id FROM sessions WHERE owner = $1 AND ended_at IS NULL ORDER BY id DESC OFFSET ${MAX_SESSIONS})`,
      [owner],
    );
    const tenantIds = tenantId === null ? null : [tenantId];
    await this.audit.write(manager, {
      principal: { keyId, role, tenantIds, signedIn: { sessionId, linkId, person } },
      tenantId,
      action: 'session.started',
      target: publicId('session', sessionId),
    });
    return { sessionId, token };
  }

  /** Returns what the pages need of a session with this token. */
  async show({ sessionId, token }: Begun): Promise<SessionDto> {
    const [row] = await this.source.query<SessionRow[]>(
      `SELECT s.role, s.capabilities, s.tenant_id, t.name AS tenant_name, t.external_id, s.person_id,
         s.person_name, l.theme, l.hide_navigation, l.next, s.expires_at,
         least(s.expires_at, s.last_seen_at + interval '${IDLE_MINUTES} minutes') AS idle_expires_at
       FROM sessions s LEFT JOIN tenants t ON t.id = s.tenant_id LEFT JOIN sign_in_links l ON l.id = s.link_id
       WHERE s.id = $1`,
      [sessionId],
    );
    if (!row) throw new Error('The session was deleted.');
    const { tenant_id: id, tenant_name: name } = row;
    const [tenant] = await this.texts.withNames(id === null ? [] : [{ id, name: name ?? '' }]);
    return present({ ...row, tenant_name: tenant?.name ?? null }, csrfTokenOf(token));
  }

  /** Ends the session of a principal, or all of the same person, link or key. */
  async end(principal: Principal, everywhere: boolean): Promise<void> {
    const sessionId = principal.signedIn?.sessionId;
    await this.source.transaction(async (manager) => {
      const [ended] = await manager.query<[{ id: string }[], number]>(
        `UPDATE sessions s SET ended_at = now()
         WHERE ${SESSION_END} IS NULL
           AND CASE WHEN $2 THEN s.owner = (SELECT owner FROM sessions WHERE id = $1) ELSE s.id = $1 END
         RETURNING s.id`,
        [sessionId, everywhere],
      );
      await this.audit.write(manager, {
        principal,
        tenantId: principal.tenantIds?.[0] ?? null,
        action: 'session.ended',
        target: publicId('session', sessionId ?? ''),
        details: { sessions: ended.length },
      });
    });
    this.authenticator.forget();
  }
}

function present(row: SessionRow, csrfToken: string): SessionDto {
  const { tenant_id: tenantId, person_id: personId } = row;
  return {
    role: row.role,
    tenant:
      tenantId === null
        ? null
        : {
            id: publicId('tenant', tenantId),
            name: row.tenant_name ?? '',
            external_id: row.external_id,
          },
    person: personId === null ? null : { id: personId, name: row.person_name },
    capabilities: row.capabilities,
    csrf_token: csrfToken,
    theme: row.theme,
    hide_navigation: row.hide_navigation ?? false,
    next: row.next,
    expires_at: row.expires_at.toISOString(),
    idle_expires_at: row.idle_expires_at.toISOString(),
  };
}
