import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CATALOGUE } from '../catalogue/index.js';
import type { Catalogue } from '../catalogue/index.js';
import type { PreparedEndpoint } from '../channels/index.js';
import type { OutgoingEvent } from '../events/index.js';
import { SendingEndpoints } from '../endpoints/index.js';
import type { SendingEndpoint } from '../endpoints/index.js';
import { renderBatch, renderBody, thinData } from '../formats/index.js';
import type { RenderedEvent } from '../formats/index.js';
import { prepareSigner, signatureHeaderNames } from '../signing/index.js';

/** Returns the endpoint as the event may reach it: without its headers, where the event goes without them. */
export function endpointFor(
  { withoutHeaders }: Pick<OutgoingEvent, 'withoutHeaders'>,
  endpoint: PreparedEndpoint,
): PreparedEndpoint {
  return withoutHeaders ? { ...endpoint, headers: {} } : endpoint;
}

const MAX_ENDPOINTS = 10_000;

/** Endpoints by version: a change of any of them is seen by the next delivery that is claimed. */
@Injectable()
export class PreparedEndpoints {
  private readonly cache = new LRUCache<string, PreparedEndpoint>({ max: MAX_ENDPOINTS });

  constructor(
    private readonly endpoints: SendingEndpoints,
    @Inject(CATALOGUE) private readonly catalogue: Pick<Catalogue, 'get'>,
  ) {}

  /** Returns endpoints by id, at that version or a later one. A deleted endpoint is not in the map. */
  async load(
    wanted: readonly { id: string; version: number }[],
  ): Promise<Map<string, PreparedEndpoint>> {
    const found = new Map<string, PreparedEndpoint>();
    const missing = new Set<string>();
    for (const { id, version } of wanted) {
      const cached = this.cache.get(id);
      if (cached && cached.version >= version) found.set(id, cached);
      else missing.add(id);
    }
    if (missing.size === 0) return found;
    for (const [id, endpoint] of await this.endpoints.load([...missing])) {
      const prepared = this.prepare(endpoint);
      this.cache.set(id, prepared);
      found.set(id, prepared);
    }
    return found;
  }

  private prepare(endpoint: SendingEndpoint): PreparedEndpoint {
    const { format, headers, payload, secrets, signing } = endpoint;
    const own = Object.keys(headers).map((name) => name.toLowerCase());
    return {
      ...endpoint,
      sign: prepareSigner(signing, secrets),
      render: (events) => {
        const wanted = payload === 'thin' ? events.map((event) => this.thin(event)) : events;
        const [only, ...others] = wanted;
        return only && others.length === 0 ? renderBody(format, only) : renderBatch(format, wanted);
      },
      secretHeaders: new Set([...signatureHeaderNames(signing), ...own]),
    };
  }

  private thin(event: RenderedEvent): RenderedEvent {
    return { ...event, dataJson: thinData(this.catalogue.get(event.type), event.dataJson) };
  }
}
