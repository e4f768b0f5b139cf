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
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, CurrentTenant, actorOf } from '../../auth/index.js';
import type { Principal, TenantRef } from '../../auth/index.js';
import { AnswersWith, NoBody, PageQuery } from '../../http/index.js';
import { EndpointIdPipe } from './endpoint-id.pipe.js';
import {
  CreateEndpointDto,
  EndpointPageDto,
  EndpointDto,
  PatchEndpointDto,
} from './endpoint.dto.js';
import { Endpoints } from '../editing/endpoints.service.js';
import { AppError, invalid } from '../../common/index.js';

const FIELDS = ['url', 'reason'] as const;

/** Support may move an endpoint to another URL and says why; nothing else. Throws 403, or 422 for a missing field. */
function checkSupportPatch(fields: PatchEndpointDto): void {
  const others = Object.keys(fields).filter((name) => !FIELDS.some((field) => field === name));
  if (others.length > 0) {
    const message = `A key of the role 'support' may change the URL only, not ${others.join(', ')}.`;
    throw new AppError('forbidden', 403, { message });
  }
  const missing = FIELDS.filter((name) => fields[name] === undefined);
  if (missing.length === 0) return;
  throw invalid(
    missing.map((name) => ({
      pointer: `/${name}`,
      code: 'required',
      message: `${name} is required of support`,
    })),
  );
}

@ApiTags('endpoints')
@Controller('v1/tenants/:tenant/endpoints')
export class EndpointsController {
  constructor(@Inject(Endpoints) private readonly endpoints: Endpoints) {}

  /** Makes an endpoint. Its secret is generated unless one is given, and shown by `GET …/secret`. */
  @Post()
  @AnswersWith(
    'url_not_allowed',
    'mail_not_configured',
    'format_cannot_carry',
    'unknown_event_type',
    'not_supported_yet',
  )
  @Allow('tenant')
  create(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Body() fields: CreateEndpointDto,
  ): Promise<EndpointDto> {
    return this.endpoints.create(tenant.id, fields, actorOf(principal));
  }

  /** The tenant's endpoints, newest first. */
  @Get()
  @Allow('viewer', 'support')
  list(@CurrentTenant() tenant: TenantRef, @Query() page: PageQuery): Promise<EndpointPageDto> {
    return this.endpoints.list(tenant.id, page);
  }

  /** One endpoint. Its secret and the values of its headers are masked. */
  @Get(':id')
  @Allow('viewer', 'support')
  get(
    @CurrentTenant() tenant: TenantRef,
    @Param('id', EndpointIdPipe) endpointId: string,
  ): Promise<EndpointDto> {
    return this.endpoints.get({ tenantId: tenant.id, endpointId });
  }

  /**
   * Changes the fields that are there. Support may change `url` only, and gives a `reason`; a move to
   * another origin by support drops the custom headers and pauses the endpoint
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
  @Allow('tenant', 'support')
  patch(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', EndpointIdPipe) endpointId: string,
    @Body() fields: PatchEndpointDto,
  ): Promise<EndpointDto> {
    if (principal.role === 'support') checkSupportPatch(fields);
    return this.endpoints.patch({ tenantId: tenant.id, endpointId }, fields, actorOf(principal));
  }

  /** Removes the endpoint and cancels what waits for it. */
  @Delete(':id')
  @NoBody()
  @Allow('tenant')
  @HttpCode(204)
  remove(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', EndpointIdPipe) endpointId: string,
  ): Promise<void> {
    return this.endpoints.remove({ tenantId: tenant.id, endpointId }, actorOf(principal));
  }
}
