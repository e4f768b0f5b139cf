import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AppError, LOGGER, publicId } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { PENDING_CONFIRMATION } from '../model/index.js';
import { networkOf } from '../rate-limits/index.js';
import type { AuditFact } from './audit.js';
import { BundleWriter, Bundles } from './bundled-entries.js';
import { actorOf, ownTenantId } from './principal.js';
import type { Actor, Principal } from './principal.js';
import type { RequestFacts } from './request-facts.js';

const WINDOW_MS = 60_000;
const NOT_KNOWN: Actor = { id: 'unknown', role: 'none' };

/** What is seen of a refused request. */
interface RefusedRequest {
  id: string;
  method?: string;
  socket: { remoteAddress?: string | undefined };
  params?: unknown;
  principal?: Principal;
  tenant?: { id: string };
}

/** A sign-in that was refused, by whatever way. */
export interface RefusedSignIn {
  action: 'sign_in.refused' | 'session.refused';
  way: 'api_key' | 'session' | 'link' | 'oidc';
  code: string;
  /** Absent: the caller is not known. */
  actor?: Actor;
  tenantId?: string | null;
  target: string;
}

/** A key or session that is known, and not valid. */
export class SignInRefused extends AppError {
  constructor(
    readonly way: 'api_key' | 'session',
    readonly reason: string,
    message: string,
    /** Who it belonged to. */
    readonly owner?: Principal,
  ) {
    super('unauthorized', 401, { message });
  }
}

/**
 * Writes refused sign-ins and requests to the audit log, behind the answer: of each client, way and reason one entry in
 * a minute with their number. Strangers and callers that are known have entries of their own number, so that a flood of
 * the first does not crowd out the others.
 */
@Injectable()
export class Refusals implements OnModuleDestroy {
  private readonly strangers = new Bundles({
    windowMs: WINDOW_MS,
    perWindow: 60,
    maxWaiting: 1_000,
    overflow: overflowOf('sign_in.refused'),
  });
  private readonly known = new Bundles({
    windowMs: WINDOW_MS,
    perWindow: 120,
    maxWaiting: 1_000,
    overflow: overflowOf('request.refused'),
  });
  private readonly writers: readonly BundleWriter[];

  constructor(@InjectDataSource() source: DataSource, @Inject(LOGGER) logger: Logger) {
    const write = (bundles: Bundles) => new BundleWriter(bundles, 'requests', source, logger);
    this.writers = [write(this.strangers), write(this.known)];
  }

  /** Notes a request with a key or session that is not valid. */
  noteInvalid(request: RefusedRequest, error: AppError): void {
    const {
      way,
      reason: code,
      owner,
    } = error instanceof SignInRefused ? error : { way: 'api_key' as const, reason: 'unknown_key' };
    const known = owner && {
      actor: actorOf(owner),
      tenantId: ownTenantId(owner),
      target: targetOf(owner),
    };
    this.noteSignIn(factsOf(request), {
      action: 'sign_in.refused',
      way,
      code,
      target: 'api',
      ...known,
    });
  }

  /** Notes a sign-in that was refused. */
  noteSignIn(request: RequestFacts, refused: RefusedSignIn): void {
    const { action, way, code, actor = NOT_KNOWN, tenantId = null, target } = refused;
    const key = [action, way, code, actor.id, target, networkOf(request.address ?? undefined)];
    const bundles = actor === NOT_KNOWN ? this.strangers : this.known;
    bundles.add(key.join(' '), {
      actor,
      tenantId,
      action,
      target,
      details: { way, code },
      request,
    });
  }

  /**
   * Notes a request of a known caller that was refused because of who it is: 403, a tenant outside of its scope, or an
   * endpoint that support has moved. Other errors are no refusals.
   */
  noteRequest(request: RefusedRequest, error: unknown, path = ''): void {
    const { principal, tenant, method = 'POST' } = request;
    if (!principal || !(error instanceof AppError)) return;
    const code = codeOf(error, request);
    if (code === undefined) return;
    const actor = actorOf(principal);
    const target = `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`;
    const tenantId = tenant?.id ?? ownTenantId(principal);
    const facts = factsOf(request);
    const session = actor.signedIn?.['session_id'] ?? '';
    const key = [actor.id, session, code, target, tenantId, networkOf(facts.address ?? undefined)];
    this.known.add(key.join(' '), {
      actor,
      tenantId,
      action: 'request.refused',
      target,
      details: { code },
      request: facts,
    });
  }

  async onModuleDestroy(): Promise<void> {
    for (const writer of this.writers) await writer.stop();
  }
}

function codeOf(
  error: AppError,
  { principal, tenant, params }: RefusedRequest,
): string | undefined {
  if (error.status === 403 || error.code === PENDING_CONFIRMATION) return error.code;
  const asked = (params as { tenant?: string } | undefined)?.tenant;
  const isForeign = error.status === 404 && asked !== undefined && tenant === undefined;
  return isForeign && principal?.tenantIds != null ? 'not_in_scope' : undefined;
}

function factsOf({ id, socket }: RefusedRequest): RequestFacts {
  return { address: socket.remoteAddress ?? null, requestId: id, reason: null };
}

function targetOf({ keyId, signedIn }: Principal): string {
  if (signedIn) return publicId('session', signedIn.sessionId);
  return publicId('apiKey', keyId ?? '');
}

function overflowOf(action: string): AuditFact {
  const request = { address: null, requestId: null, reason: null };
  const actor = { id: 'others', role: 'none' };
  return { actor, tenantId: null, action, target: 'others', request };
}
