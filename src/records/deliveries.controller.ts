import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, AuditedReads, CurrentPrincipal, CurrentTenant } from '../auth/index.js';
import type { Principal, TenantRef } from '../auth/index.js';
import { publicId } from '../common/index.js';
import { AnswersWith, NoBody, PageQuery, DELIVERY_ID } from '../http/index.js';
import { AttemptPageDto } from './attempt.dto.js';
import { DeliveryControl } from './delivery-control.service.js';
import { DeliveryRecords } from './delivery-records.service.js';
import { DeliveryPageDto, DeliveryQuery, DeliveryWithAttemptsDto } from './delivery.dto.js';

@ApiTags('deliveries')
@Controller('v1/tenants/:tenant/deliveries')
export class DeliveriesController {
  constructor(
    @Inject(DeliveryRecords) private readonly deliveries: DeliveryRecords,
    @Inject(DeliveryControl) private readonly control: DeliveryControl,
    @Inject(AuditedReads) private readonly reads: AuditedReads,
  ) {}

  /** The tenant's deliveries, newest first, without their attempts. */
  @Get()
  @AnswersWith('unknown_event_type')
  @Allow('viewer', 'support')
  list(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Query() query: DeliveryQuery,
  ): Promise<DeliveryPageDto> {
    return this.deliveries.list([tenant.id], query, principal);
  }

  /** A delivery with its attempts. */
  @Get(':id')
  @Allow('viewer', 'support')
  async get(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', DELIVERY_ID) deliveryId: string,
  ): Promise<DeliveryWithAttemptsDto> {
    const delivery = await this.deliveries.get({ tenantId: tenant.id, deliveryId }, principal);
    await this.noteRead(principal, tenant.id, deliveryId);
    return delivery;
  }

  /** Its attempts, oldest first, with their bodies as they are stored. */
  @Get(':id/attempts')
  @Allow('viewer', 'support')
  async attempts(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', DELIVERY_ID) deliveryId: string,
    @Query() page: PageQuery,
  ): Promise<AttemptPageDto> {
    const ref = { tenantId: tenant.id, deliveryId };
    const attempts = await this.deliveries.attemptsOf(ref, page, principal);
    await this.noteRead(principal, tenant.id, deliveryId);
    return attempts;
  }

  /**
   * Makes the next attempt now, whatever the state of the delivery and its endpoint. The automatic
   * schedule neither moves nor shrinks by it. 409 `waiting_for_subject`: its endpoint is ordered, and an
   * earlier delivery of its subject is pending or held.
   */
  @Post(':id/retry')
  @AnswersWith(
    'attempt_in_flight',
    'endpoint_deleted',
    'pending_confirmation',
    'redacted',
    'retention_expired',
    'waiting_for_subject',
  )
  @NoBody()
  @Allow('tenant', 'support', { capability: 'deliveries.write' })
  @HttpCode(202)
  async retry(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', DELIVERY_ID) deliveryId: string,
  ): Promise<DeliveryWithAttemptsDto> {
    const ref = { tenantId: tenant.id, deliveryId };
    await this.control.retry(ref, principal);
    return this.deliveries.get(ref, principal);
  }

  /** Gives up a delivery that is pending or held. */
  @Post(':id/skip')
  @AnswersWith('attempt_in_flight', 'already_settled')
  @NoBody()
  @Allow('tenant', 'support', { capability: 'deliveries.write' })
  @HttpCode(200)
  async skip(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', DELIVERY_ID) deliveryId: string,
  ): Promise<DeliveryWithAttemptsDto> {
    const ref = { tenantId: tenant.id, deliveryId };
    await this.control.skip(ref, principal);
    return this.deliveries.get(ref, principal);
  }

  /** Answers of receivers may repeat the data of an event. */
  private noteRead(principal: Principal, tenantId: string, deliveryId: string): Promise<void> {
    const target = publicId('delivery', deliveryId);
    return this.reads.notePersonal({ principal, tenantId, action: 'delivery.read', target });
  }
}
