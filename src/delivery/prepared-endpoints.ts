import { Lru } from '../common/index.js';
import type { SendingEndpoint, SendingEndpoints } from '../endpoints/index.js';
import { prepareSigner, signatureHeaderNames } from './signature/index.js';
import type { Signer } from './signature/index.js';

/** An endpoint with everything that stays the same between attempts worked out. */
export interface PreparedEndpoint extends SendingEndpoint {
  sign: Signer;
  /** Lower-case names of headers whose values are secret: signatures, and the tenant's own headers. */
  secretHeaders: ReadonlySet<string>;
}

const MAX_ENDPOINTS = 10_000;

/** Endpoints by version: a change of any of them is seen by the next delivery that is claimed. */
export class PreparedEndpoints {
  private readonly cache = new Lru<string, PreparedEndpoint>(MAX_ENDPOINTS);

  constructor(private readonly endpoints: SendingEndpoints) {}

  /** By id, at that version or a later one. A deleted endpoint is not in the map. */
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
      const prepared = prepare(endpoint);
      this.cache.set(id, prepared);
      found.set(id, prepared);
    }
    return found;
  }
}

function prepare(endpoint: SendingEndpoint): PreparedEndpoint {
  const own = Object.keys(endpoint.headers).map((name) => name.toLowerCase());
  return {
    ...endpoint,
    sign: prepareSigner(endpoint.signing, endpoint.secrets),
    secretHeaders: new Set([...signatureHeaderNames(endpoint.signing), ...own]),
  };
}
