import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { capabilitiesOf, Public, Refusals, requestFacts, Sessions } from '../auth/index.js';
import type { Actor } from '../auth/index.js';
import { AppError, LOGGER } from '../common/index.js';
import type { Logger } from '../common/index.js';
import type { HttpReply, HttpRequest } from '../http/index.js';
import { IdentityProvider } from './identity-provider.js';
import type { Identity, PendingSignIn } from './identity-provider.js';
import { SESSION_HOURS, SessionStore } from './session-store.js';

const PENDING_SECONDS = 600;
const PAGE = /^\/(console|portal)(?!.*(?:\.\.|\/\/|\\))(?:[/?][\x21-\x7e]*)?$/;
const POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const NO_ROLE =
  'Your account has neither the role postrider-admin nor postrider-support. Ask the administrator of the identity provider.';
const NOT_BEGUN = 'This sign-in was not begun in this browser, or too long ago.';
const REFUSED =
  'The identity provider refused the sign-in, or its answer does not fit the request.';

/** Sign-in of staff by the OpenID provider: authorization code with PKCE, state and nonce. */
@ApiExcludeController()
@Public()
@Controller('sign-in/oidc')
export class OidcController {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(IdentityProvider) private readonly provider: IdentityProvider,
    @Inject(SessionStore) private readonly store: SessionStore,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Leads to the provider. `next` is the page to show afterwards. */
  @Get()
  async begin(@Query('next') wanted: unknown, @Res() reply: HttpReply): Promise<void> {
    const next = typeof wanted === 'string' && PAGE.test(wanted) ? wanted : '/console';
    try {
      const { url, pending } = await this.provider.begin(next);
      reply.header(
        'set-cookie',
        this.sessions.pendingCookie.write(packed(pending), PENDING_SECONDS),
      );
      await reply.redirect(url.href, 302);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await explain(reply, error.status, error.details.message);
    }
  }

  /** Takes the answer of the provider, begins a session and leads to the page. */
  @Get('callback')
  async callback(@Req() request: HttpRequest, @Res() reply: HttpReply): Promise<void> {
    const pending = unpacked(this.sessions.pendingCookie.read(request.headers.cookie ?? ''));
    reply.header('set-cookie', this.sessions.pendingCookie.write('', 0));
    if (!pending) {
      this.noteRefusal(undefined, 'not_begun');
      return explain(reply, 400, NOT_BEGUN);
    }
    const query = request.url.slice(request.url.indexOf('?'));
    let identity: Identity;
    try {
      identity = await this.provider.finish(query, pending);
    } catch (error) {
      this.logger.warn({ err: error }, 'a sign-in by the identity provider was refused');
      this.noteRefusal(undefined, 'oidc_refused');
      return explain(reply, 403, REFUSED);
    }
    const { id, name, role } = identity;
    if (!role) {
      this.noteRefusal({ id: `person:${id}`, role: 'none' }, 'no_role');
      return explain(reply, 403, NO_ROLE);
    }
    const begun = await this.source.transaction((manager) =>
      this.store.begin(manager, {
        owner: `oidc:${id}`,
        role,
        tenantId: null,
        capabilities: capabilitiesOf(role),
        person: { id, name },
        keyId: null,
        linkId: null,
      }),
    );
    reply.header('set-cookie', this.sessions.cookie.write(begun.token, SESSION_HOURS * 3_600));
    await reply.redirect(pending.next, 302);
  }

  private noteRefusal(actor: Actor | undefined, code: string): void {
    const facts = requestFacts() ?? { address: null, requestId: null, reason: null };
    this.refusals.noteSignIn(facts, {
      action: 'session.refused',
      way: 'oidc',
      code,
      ...(actor && { actor }),
      target: 'oidc',
    });
  }
}

function packed(pending: PendingSignIn): string {
  return Buffer.from(JSON.stringify(pending)).toString('base64url');
}

/** The cookie is the browser's own: what it lacks makes the answer of the provider not fit. */
function unpacked(text: string | undefined): PendingSignIn | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString());
    const { state = '', nonce = '', verifier = '', next = '' } = read as Record<string, unknown>;
    const texts = [state, nonce, verifier, next].map(String);
    const [knownState = '', knownNonce = '', knownVerifier = '', page = ''] = texts;
    if (texts.includes('') || !PAGE.test(page)) return undefined;
    return { state: knownState, nonce: knownNonce, verifier: knownVerifier, next: page };
  } catch {
    return undefined;
  }
}

/** Shows one of the texts above as a page. */
async function explain(reply: HttpReply, status: number, text: string): Promise<void> {
  await reply
    .code(status)
    .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY })
    .send(
      `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Not signed in · Postrider</title></head>\n` +
        `<body><h1>Not signed in</h1><p>${text}</p><p><a href="/console">Back to the sign-in</a></p></body>\n</html>\n`,
    );
}
