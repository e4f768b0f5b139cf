import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddressHolds } from './address-holds.js';
import { EndpointLifecycle } from './endpoint-lifecycle.js';
import { EndpointSecret } from './endpoint-secret.entity.js';
import { Endpoint } from './endpoint.entity.js';
import { FanoutEndpoints } from './fanout-endpoints.js';
import { SendingEndpoints } from './sending-endpoints.js';

/** Endpoints for publishers and senders; no routes. Needs the database. */
@Module({
  imports: [TypeOrmModule.forFeature([Endpoint, EndpointSecret])],
  providers: [AddressHolds, EndpointLifecycle, FanoutEndpoints, SendingEndpoints],
  exports: [AddressHolds, EndpointLifecycle, FanoutEndpoints, SendingEndpoints],
})
export class EndpointsModule {}
