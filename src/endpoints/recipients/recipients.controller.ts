import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  actorOf,
  Allow,
  AuditedReads,
  CurrentPrincipal,
  CurrentTenant,
  seesAddresses,
} from '../../auth/index.js';
import type { Principal, TenantRef } from '../../auth/index.js';
import { publicId } from '../../common/index.js';
import { AnswersWith, ENDPOINT_ID } from '../../http/index.js';
import { ConfirmRecipientDto, RecipientDto } from './recipient.dto.js';
import { Recipients } from './recipients.service.js';

@ApiTags('endpoints')
@Controller('v1/tenants/:tenant/endpoints/:id/recipients')
export class RecipientsController {
  constructor(
    @Inject(Recipients) private readonly recipients: Recipients,
    @Inject(AuditedReads) private readonly reads: AuditedReads,
  ) {}

  /** The recipients of an email endpoint, and when each of them confirmed that it wants mails. */
  @Get()
  @ApiOperation({ operationId: 'listRecipients' })
  @Allow('viewer', 'support')
  async list(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ENDPOINT_ID) endpointId: string,
  ): Promise<RecipientDto[]> {
    const found = await this.recipients.list({ tenantId: tenant.id, endpointId }, principal);
    const target = publicId('endpoint', endpointId);
    const read = { principal, tenantId: tenant.id, action: 'endpoint.recipients_read', target };
    if (found.length > 0 && seesAddresses(principal)) await this.reads.note(read);
    return found;
  }

  /** Confirms a recipient in its place. The mails that were held for it are sent. */
  @Post('confirm')
  @HttpCode(200)
  @ApiOperation({ operationId: 'confirmRecipient' })
  @AnswersWith('unknown_recipient')
  @Allow('admin')
  confirm(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ENDPOINT_ID) endpointId: string,
    @Body() { address }: ConfirmRecipientDto,
  ): Promise<RecipientDto> {
    const ref = { tenantId: tenant.id, endpointId };
    return this.recipients.confirm(ref, address, actorOf(principal));
  }
}
