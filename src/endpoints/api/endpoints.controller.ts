import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  actorOf,
  Allow,
  CurrentPrincipal,
  CurrentTenant,
  requireCapability,
} from '../../auth/index.js';
import type { Principal, TenantRef } from '../../auth/index.js';
import { AnswersWith, ENDPOINT_ID, NoBody, PageQuery } from '../../http/index.js';
import { CreateEndpointDto, PatchEndpointDto } from './endpoint-request.dto.js';
import { EndpointPageDto, EndpointDto } from './endpoint.dto.js';
import { Endpoints } from '../editing/endpoints.service.js';
import { AppError, invalid } from '../../common/index.js';
import { checkUrl } from '../../transport/index.js';
import { ENDPOINT_RULES } from '../editing/check-endpoint.js';
import type { EndpointRules } from '../editing/check-endpoint.js';
import { CheckedUrlDto, CheckUrlDto } from './check-url.dto.js';

const SUPPORT_FIELDS = ['url', 'reason'] as const;

/** Support may only change the URL, with a reason. Throws 403, or 422 for a missing field. */
function checkSupportPatch(fields: PatchEndpointDto): void {
  const others = Object.keys(fields).filter(
    (name) => !SUPPORT_FIELDS.some((field) => field === name),
  );
  if (others.length > 0) {
    const message = `A key of the role 'support' may only change the URL, not ${others.join(', ')}.`;
    throw new AppError('forbidden', 403, { message });
  }
  const missing = SUPPORT_FIELDS.filter((name) => fields[name] === undefined);
  if (missing.length === 0) return;
  throw invalid(
    missing.map((name) => ({
      pointer: `/${name}`,
      code: 'required',
      message: `${name} is required for the role support`,
    })),
  );
}

@ApiTags('endpoints')
@Controller('v1/tenants/:tenant/endpoints')
export class EndpointsController {
  constructor(
    @Inject(Endpoints) private readonly endpoints: Endpoints,
    @Inject(ENDPOINT_RULES) private readonly rules: EndpointRules,
  ) {}

  /** Creates an endpoint. Its secret is generated unless one is given; `GET …/secret` shows it. */
  @Post()
  @AnswersWith(
    'url_not_allowed',
    'mail_not_configured',
    'format_cannot_carry',
    'unknown_event_type',
    'not_supported_yet',
    'too_many_endpoints',
  )
  @Allow('tenant', { capability: 'endpoints.write' })
  create(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Body() fields: CreateEndpointDto,
  ): Promise<EndpointDto> {
    if (fields.secret !== undefined) requireCapability(principal, 'secrets.write');
    return this.endpoints.create(tenant.id, fields, actorOf(principal));
  }

  /** Says whether an endpoint may have a URL, by the rules of saving one: without a DNS look-up. */
  @Post('check')
  @ApiOperation({ operationId: 'checkEndpointUrl' })
  @Allow('tenant', { capability: 'view' })
  @HttpCode(200)
  check(@CurrentTenant() tenant: TenantRef, @Body() { url }: CheckUrlDto): CheckedUrlDto {
    const verdict = checkUrl(url, this.rules.urlOf(tenant.id));
    return verdict.ok
      ? { allowed: true, code: null, message: null, normalized: verdict.url }
      : { allowed: false, code: verdict.reason, message: verdict.message, normalized: null };
  }

  /** Lists the tenant's endpoints, newest first. */
  @Get()
  @Allow('viewer', 'support')
  list(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Query() page: PageQuery,
  ): Promise<EndpointPageDto> {
    return this.endpoints.list(tenant.id, page, principal);
  }

  /** Returns an endpoint. Its secret and the values of its headers are masked. */
  @Get(':id')
  @Allow('viewer', 'support')
  get(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ENDPOINT_ID) endpointId: string,
  ): Promise<EndpointDto> {
    return this.endpoints.get({ tenantId: tenant.id, endpointId }, principal);
  }

  /**
   * Changes the fields that are present. Support may only change `url` and must give a `reason`. If
   * support moves the endpoint to another origin, its custom headers are deleted and it is paused
   * (`pending_confirmation`) until the tenant or an admin resumes it.
   */
  @Patch(':id')
  @AnswersWith(
    'url_not_allowed',
    'mail_not_configured',
    'format_cannot_carry',
    'unknown_event_type',
    'not_supported_yet',
  )
  @Allow('tenant', 'support', { capability: 'endpoints.write' })
  patch(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ENDPOINT_ID) endpointId: string,
    @Body() fields: PatchEndpointDto,
  ): Promise<EndpointDto> {
    if (principal.role === 'support') checkSupportPatch(fields);
    return this.endpoints.patch({ tenantId: tenant.id, endpointId }, fields, actorOf(principal));
  }

  /** Deletes the endpoint and cancels its queued and held deliveries. */
  @Delete(':id')
  @NoBody()
  @Allow('tenant', { capability: 'endpoints.write' })
  @HttpCode(204)
  remove(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ENDPOINT_ID) endpointId: string,
  ): Promise<void> {
    return this.endpoints.remove({ tenantId: tenant.id, endpointId }, actorOf(principal));
  }
}
