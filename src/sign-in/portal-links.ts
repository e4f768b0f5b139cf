import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { AuditLog, Authenticator, capabilitiesOf, hashKey } from '../auth/index.js';
import type { Capability, Principal } from '../auth/index.js';
import {
  decodeCursor,
  invalid,
  newUuid,
  notFound,
  parseId,
  publicId,
  toPage,
} from '../common/index.js';
import type { Page } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import type { PageQuery } from '../http/index.js';
import type {
  CreatedPortalLinkDto,
  CreatePortalLinkDto,
  PortalLinkDto,
} from './portal-link.dto.js';

/** A link as it is stored, with a token that is not. */
interface NewLink extends Omit<CreatePortalLinkDto, 'role' | 'capabilities'> {
  role: 'admin' | 'tenant' | 'viewer';
  capabilities: readonly Capability[];
  tenantId: string | null;
  keyId: string | null;
}

interface LinkRow {
  id: string;
  role: PortalLinkDto['role'];
  capabilities: Capability[];
  person_id: string | null;
  person_name: string | null;
  next: string | null;
  theme: PortalLinkDto['theme'];
  hide_navigation: boolean;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
  revoked_at: Date | null;
}

const START_LINK_SECONDS = 900;

/** Makes, lists and revokes links that sign in once. Only the SHA-256 of a link's token is stored. */
@Injectable()
export class PortalLinks {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(SETTINGS) private readonly settings: Pick<RunSettings, 'publicUrl'>,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
  ) {}

  /** Throws 422 for a capability that the role does not have. */
  async create(
    principal: Principal,
    tenantId: string,
    fields: CreatePortalLinkDto,
  ): Promise<CreatedPortalLinkDto> {
    const { role, person } = fields;
    const capabilities = grantedTo(role, fields.capabilities);
    return this.source.transaction(async (manager) => {
      const { keyId } = principal;
      const { id, token, expiresAt } = await insert(manager, {
        role,
        capabilities,
        expires_in_seconds: fields.expires_in_seconds,
        ...(person && { person }),
        ...(fields.next !== undefined && { next: fields.next }),
        ...(fields.theme && { theme: fields.theme }),
        ...(fields.hide_navigation && { hide_navigation: true }),
        tenantId,
        keyId,
      });
      const target = publicId('link', id);
      await this.audit.write(manager, {
        principal,
        tenantId,
        action: 'portal_link.created',
        target,
        details: {
          role,
          capabilities,
          expires_at: expiresAt.toISOString(),
          ...(person && { person_id: person.id }),
          after: { status: 'active', role, capabilities, expires_at: expiresAt.toISOString() },
        },
      });
      const url = `${this.settings.publicUrl}/portal#sign-in=${token}`;
      return { id: target, url, expires_at: expiresAt.toISOString() };
    });
  }

  /** Makes the link that a start prints, and returns what follows the address of the service in it. */
  async createForStart(): Promise<string> {
    const { token } = await insert(this.source.manager, {
      role: 'admin',
      capabilities: capabilitiesOf('admin'),
      expires_in_seconds: START_LINK_SECONDS,
      tenantId: null,
      keyId: null,
    });
    return `/console#sign-in=${token}`;
  }

  async list(tenantId: string, { limit, cursor }: PageQuery): Promise<Page<PortalLinkDto>> {
    const rows = await this.source.query<LinkRow[]>(
      `SELECT id, role, capabilities, person_id, person_name, next, theme, hide_navigation, created_at,
         expires_at, used_at, revoked_at
       FROM sign_in_links WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id < $2)
       ORDER BY id DESC LIMIT $3`,
      [tenantId, decodeCursor(cursor) ?? null, limit + 1],
    );
    return toPage(rows, limit, present);
  }

  /** Ends a link and its session. Revoking again changes nothing. */
  async revoke(principal: Principal, tenantId: string, linkId: string): Promise<void> {
    const id = parseId('link', linkId);
    if (id === undefined) throw notFound('portal link');
    await this.source.transaction(async (manager) => {
      const [rows] = await manager.query<[{ is_new: boolean }[], number]>(
        `UPDATE sign_in_links l SET revoked_at = coalesce(l.revoked_at, now())
         FROM sign_in_links former WHERE l.id = $1 AND l.tenant_id = $2 AND former.id = l.id
         RETURNING former.revoked_at IS NULL AS is_new`,
        [id, tenantId],
      );
      const [row] = rows;
      if (!row) throw notFound('portal link');
      if (!row.is_new) return;
      const action = 'portal_link.revoked';
      const details = { before: { status: 'active' }, after: { status: 'revoked' } };
      await this.audit.write(manager, { principal, tenantId, action, target: linkId, details });
    });
    this.authenticator.forget();
  }
}

function grantedTo(
  role: CreatePortalLinkDto['role'],
  wanted: readonly Capability[] | undefined,
): readonly Capability[] {
  const possible = capabilitiesOf(role);
  if (wanted === undefined) return possible;
  const excess = wanted.findIndex((one) => !possible.includes(one));
  if (excess === -1) return possible.filter((one) => one === 'view' || wanted.includes(one));
  const message = `is no capability of the role '${role}'`;
  throw invalid([{ pointer: `/capabilities/${excess}`, code: 'not_allowed', message }]);
}

async function insert(
  manager: EntityManager,
  link: NewLink,
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const token = `pl_${randomBytes(32).toString('base64url')}`;
  const id = newUuid();
  const [row] = await manager.query<{ expires_at: Date }[]>(
    `INSERT INTO sign_in_links (id, token_hash, tenant_id, role, capabilities, person_id, person_name, next,
       theme, hide_navigation, key_id, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now() + $12 * interval '1 second')
     RETURNING expires_at`,
    [
      id,
      hashKey(token),
      link.tenantId,
      link.role,
      link.capabilities,
      link.person?.id ?? null,
      link.person?.name ?? null,
      link.next ?? null,
      link.theme ?? null,
      link.hide_navigation ?? false,
      link.keyId,
      link.expires_in_seconds,
    ],
  );
  if (!row) throw new Error('The link was not stored.');
  return { id, token, expiresAt: row.expires_at };
}

function present(row: LinkRow): PortalLinkDto {
  const { person_id: personId, person_name: name } = row;
  return {
    id: publicId('link', row.id),
    role: row.role,
    capabilities: row.capabilities,
    person: personId === null ? null : { id: personId, name },
    next: row.next,
    theme: row.theme,
    hide_navigation: row.hide_navigation,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    used_at: row.used_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
  };
}
