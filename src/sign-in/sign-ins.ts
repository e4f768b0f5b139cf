import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import {
  Admission,
  actorOf,
  Authenticator,
  capabilitiesOf,
  hashKey,
  Refusals,
  requestFacts,
  requireOwnOrigin,
} from '../auth/index.js';
import type { Actor, AuthenticatedRequest, Capability, RefusedSignIn } from '../auth/index.js';
import { AppError, invalid, publicId } from '../common/index.js';
import { SessionStore } from './session-store.js';
import type { Begun, NewSession } from './session-store.js';
import type { SignInDto } from './session.dto.js';

interface LinkRow {
  id: string;
  tenant_id: string | null;
  role: 'admin' | 'tenant' | 'viewer';
  capabilities: Capability[];
  person_id: string | null;
  person_name: string | null;
  key_id: string | null;
  state: 'link_used' | 'link_revoked' | 'link_expired' | null;
}

/** The form of a link's token. */
const LINK = /^pl_[\w-]{43}$/;

/** The link of hash $1; locked, so that of two requests at once only the first signs in. */
const FIND_LINK = `
SELECT l.id, l.tenant_id, l.role, l.capabilities, l.person_id, l.person_name, l.key_id,
  CASE
    WHEN l.used_at IS NOT NULL THEN 'link_used'
    WHEN l.revoked_at IS NOT NULL
      OR (l.key_id IS NOT NULL AND NOT EXISTS (SELECT FROM api_keys k WHERE k.id = l.key_id
        AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())))
      OR (l.tenant_id IS NOT NULL AND NOT EXISTS (SELECT FROM tenants t
        WHERE t.id = l.tenant_id AND t.deleted_at IS NULL)) THEN 'link_revoked'
    WHEN l.expires_at <= now() THEN 'link_expired'
  END AS state
FROM sign_in_links l WHERE l.token_hash = $1 FOR UPDATE`;

const STATES: Record<NonNullable<LinkRow['state']>, string> = {
  link_used: 'This sign-in link was used already: each one signs in once. Ask for a new one.',
  link_revoked: 'This sign-in link was revoked. Ask for a new one.',
  link_expired: 'This sign-in link was not used in time. Ask for a new one.',
};

/** Signs people in with API keys and with links. Wrong ones are counted as those of other requests; all that are refused are audited. */
@Injectable()
export class SignIns {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(Admission) private readonly admission: Admission,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(SessionStore) private readonly sessions: SessionStore,
  ) {}

  /** Rejects with 401 or 429 for a wrong key or token, 403 for a key of a publisher, and 410 for a link that has ended. */
  async signIn(
    request: AuthenticatedRequest,
    { api_key: apiKey, token }: SignInDto,
    publicOrigin: string,
  ): Promise<Begun> {
    this.requireOwnPage(request, publicOrigin);
    if ((apiKey === undefined) === (token === undefined)) {
      const message = 'must be there, or token, but not both';
      throw invalid([{ pointer: '/api_key', code: 'one_of', message }]);
    }
    try {
      return await (token === undefined ? this.byKey(apiKey ?? '') : this.byLink(token));
    } catch (error) {
      return this.admission.refuse(request, error, true);
    }
  }

  /** The page of another site may not sign a browser in. */
  private requireOwnPage(request: AuthenticatedRequest, publicOrigin: string): void {
    try {
      requireOwnOrigin(request, publicOrigin);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw this.refused(error, { way: 'session', target: 'api' });
    }
  }

  private async byKey(apiKey: string): Promise<Begun> {
    const principal = await this.authenticator.authenticate(`Bearer ${apiKey}`);
    // A session does not begin another one: it would outlive the first.
    if (principal.signedIn) throw wrong('This is no API key.');
    const { keyId, role, tenantIds } = principal;
    if (role === 'publisher') {
      const message = "A key of the role 'publisher' publishes events and cannot sign in.";
      throw this.refused(new AppError('cannot_sign_in', 403, { message }), {
        way: 'api_key',
        actor: actorOf(principal),
        tenantId: null,
        target: publicId('apiKey', keyId ?? ''),
      });
    }
    const session: NewSession = {
      owner: `key:${keyId ?? 'bootstrap'}`,
      role,
      tenantId: tenantIds?.[0] ?? null,
      capabilities: capabilitiesOf(role),
      person: null,
      keyId,
      linkId: null,
    };
    return this.begin(session, { way: 'api_key', actor: actorOf(principal) });
  }

  private async byLink(token: string): Promise<Begun> {
    if (!LINK.test(token)) throw wrong('This is no sign-in link of this service.');
    const found = await this.source.transaction(async (manager): Promise<Begun | LinkRow> => {
      const [link] = await manager.query<LinkRow[]>(FIND_LINK, [hashKey(token)]);
      if (!link) throw wrong('This is no sign-in link of this service.');
      if (link.state !== null) return link;
      await manager.query('UPDATE sign_in_links SET used_at = now() WHERE id = $1', [link.id]);
      return this.begin(sessionOf(link), { way: 'link', actor: actorOfLink(link) }, manager);
    });
    if ('token' in found) return found;
    return this.refuseLink(found);
  }

  /** Begins a session, and notes where its tenant is being deleted. */
  private async begin(
    session: NewSession,
    { way, actor }: { way: RefusedSignIn['way']; actor: Actor },
    manager?: EntityManager,
  ): Promise<Begun> {
    const work = (within: EntityManager): Promise<Begun> => this.sessions.begin(within, session);
    try {
      return await (manager ? work(manager) : this.source.transaction(work));
    } catch (error) {
      const { tenantId } = session;
      if (!(error instanceof AppError)) throw error;
      throw this.refused(error, { way, actor, tenantId, target: actor.id });
    }
  }

  private refuseLink(link: LinkRow): never {
    const code = link.state ?? 'link_revoked';
    const actor = actorOfLink(link);
    throw this.refused(new AppError(code, 410, { message: STATES[code] }), {
      way: 'link',
      actor,
      tenantId: link.tenant_id,
      target: actor.id,
    });
  }

  private refused(error: AppError, of: Omit<RefusedSignIn, 'action' | 'code'>): AppError {
    const facts = requestFacts() ?? { address: null, requestId: null, reason: null };
    this.refusals.noteSignIn(facts, { action: 'session.refused', code: error.code, ...of });
    return error;
  }
}

function actorOfLink({ id, role, person_id, person_name }: LinkRow): Actor {
  const link = publicId('link', id);
  const person = person_id === null ? {} : { person_id, ...(person_name && { person_name }) };
  return { id: link, role, signedIn: { link_id: link, ...person } };
}

function sessionOf(link: LinkRow): NewSession {
  const { person_id: personId, person_name: name, tenant_id: tenantId } = link;
  return {
    owner: personId === null ? `link:${link.id}` : `person:${tenantId}:${personId}`,
    role: link.role,
    tenantId,
    capabilities: link.capabilities,
    person: personId === null ? null : { id: personId, name },
    keyId: link.key_id,
    linkId: link.id,
  };
}

function wrong(message: string): AppError {
  return new AppError('unauthorized', 401, { message });
}
