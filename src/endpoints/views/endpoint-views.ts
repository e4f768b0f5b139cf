import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ReasonGuide } from '../../config/index.js';
import { maskSecret } from '../../signing/index.js';
import { heldRecipients } from '../lifecycle/address-holds.js';
import type { EndpointDto } from '../api/endpoint.dto.js';
import { shownHealth } from '../../queue/index.js';
import type { Endpoint } from '../endpoint.entity.js';
import { presentEndpoint } from '../api/present-endpoint.js';
import { SecretStore } from '../secrets/secret-store.js';

/** Endpoints with all that the API shows of them: a fixed number of queries, however many there are. */
@Injectable()
export class EndpointViews {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(SecretStore) private readonly store: SecretStore,
    @Inject(ReasonGuide) private readonly guide: ReasonGuide,
  ) {}

  async of(endpoints: Endpoint[]): Promise<EndpointDto[]> {
    const { manager } = this.source;
    const ids = endpoints.map(({ id }) => id);
    const secrets = await this.store.current(manager, ids);
    const headers = await this.store.openHeaders(endpoints);
    const health = await shownHealth(manager, ids);
    const held = await heldRecipients(manager, endpoints);
    return endpoints.map((endpoint, position) =>
      presentEndpoint(endpoint, {
        secretMasked:
          endpoint.channel === 'webhook' ? maskSecret(secrets.get(endpoint.id) ?? '') : null,
        heldRecipients: held.get(endpoint.id) ?? [],
        headers: headers[position] ?? {},
        guide: this.guide,
        health: health.find(({ endpoint_id }) => endpoint_id === endpoint.id),
      }),
    );
  }
}
