import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, Public, Sessions } from '../auth/index.js';
import type { AuthenticatedRequest, Principal } from '../auth/index.js';
import { AppError } from '../common/index.js';
import { AnswersWith, NoBody, RouteOptions } from '../http/index.js';
import type { HttpReply, HttpRequest } from '../http/index.js';
import { IdentityProvider } from './identity-provider.js';
import { SessionStore, SESSION_HOURS } from './session-store.js';
import {
  SessionDto,
  SignInDto,
  SignInOptionsDto,
  SignOutQuery,
  StartedSessionDto,
} from './session.dto.js';
import { SignIns } from './sign-ins.js';

/** The session of a person who uses the pages. */
@ApiTags('sessions')
@Controller('v1/session')
export class SessionController {
  constructor(
    @Inject(SignIns) private readonly signIns: SignIns,
    @Inject(SessionStore) private readonly store: SessionStore,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(IdentityProvider) private readonly provider: IdentityProvider,
  ) {}

  /**
   * Signs in to the pages, with an API key or with the token of a sign-in link. The session is in a cookie that scripts
   * cannot read, or in `session_token`. Requests with it are answered as those with an API key.
   */
  @Post()
  @ApiOperation({ operationId: 'signIn', security: [] })
  @AnswersWith(
    'cannot_sign_in',
    'cross_site_request',
    'link_used',
    'link_expired',
    'link_revoked',
    'tenant_deleting',
    'too_many_wrong_keys',
  )
  @RouteOptions({ showsSecret: true })
  @Public()
  @HttpCode(200)
  async signIn(
    @Req() request: AuthenticatedRequest & HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
    @Body() fields: SignInDto,
  ): Promise<StartedSessionDto> {
    const { cookie } = this.sessions;
    const begun = await this.signIns.signIn(request, fields, cookie.publicOrigin);
    const session = await this.store.show(begun);
    if (fields.embedded === true) return Object.assign(session, { session_token: begun.token });
    reply.header('set-cookie', cookie.write(begun.token, SESSION_HOURS * 3_600));
    return session;
  }

  /** Returns the current session. 401 says why there is none. */
  @Get()
  @ApiOperation({ operationId: 'getSession' })
  @Allow('any', { capability: 'none' })
  async get(
    @CurrentPrincipal() principal: Principal,
    @Req() { headers }: HttpRequest,
  ): Promise<SessionDto> {
    const sessionId = sessionIdOf(principal);
    const bearer = headers.authorization?.split(' ').at(-1);
    const token = bearer ?? this.sessions.cookie.read(headers.cookie ?? '') ?? '';
    return this.store.show({ sessionId, token });
  }

  /** Signs out: the session ends, or with `everywhere` all sessions of the same person, link or key. */
  @Delete()
  @ApiOperation({ operationId: 'signOut' })
  @AnswersWith('cross_site_request')
  @NoBody()
  @Allow('any', { capability: 'none' })
  @HttpCode(204)
  async signOut(
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: HttpReply,
    @Query() { everywhere = false }: SignOutQuery,
  ): Promise<void> {
    sessionIdOf(principal);
    await this.store.end(principal, everywhere);
    reply.header('set-cookie', this.sessions.cookie.write('', 0));
  }

  /** Returns how staff may sign in, beside API keys. */
  @Get('options')
  @ApiOperation({ operationId: 'getSignInOptions', security: [] })
  @Public()
  options(): SignInOptionsDto {
    return { oidc: this.provider.state() };
  }
}

function sessionIdOf({ signedIn }: Principal): string {
  if (signedIn) return signedIn.sessionId;
  const message = 'There is no session: the request came with an API key.';
  throw new AppError('unauthorized', 401, { message });
}
