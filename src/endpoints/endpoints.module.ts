import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddressHolds } from './lifecycle/address-holds.js';
import { EndpointLifecycle } from './lifecycle/endpoint-lifecycle.js';
import { EndpointAddresses } from './secrets/endpoint-addresses.js';
import { EndpointSecret } from './secrets/endpoint-secret.entity.js';
import { Endpoint } from './endpoint.entity.js';
import { FanoutEndpoints } from './views/fanout-endpoints.js';
import { SendingEndpoints } from './views/sending-endpoints.js';

/** Endpoints for publishers and senders, without routes. Needs the database. */
@Module({
  imports: [TypeOrmModule.forFeature([Endpoint, EndpointSecret])],
  providers: [
    AddressHolds,
    EndpointAddresses,
    EndpointLifecycle,
    FanoutEndpoints,
    SendingEndpoints,
  ],
  exports: [AddressHolds, EndpointAddresses, EndpointLifecycle, FanoutEndpoints, SendingEndpoints],
})
export class EndpointsModule {}
