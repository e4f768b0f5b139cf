import { createHash, randomBytes } from 'node:crypto';
import type { AssetLinks } from '../../assets/index.js';
import type { Clock } from '../../common/index.js';
import { INSPECTED_URL } from '../../queue/index.js';
import type { Channel, ChannelRequest, RequestReport } from '../channel.js';
import {
  buildRequest,
  maskHeaders,
  MARK_BYTES,
  withFreshLinks,
} from '../webhook/webhook-channel.js';

/** Records the requests that a webhook would have got, signatures and body included, and sends nothing. */
export class InspectorChannel implements Channel {
  constructor(
    private readonly clock: Clock,
    private readonly assets: AssetLinks,
    private readonly userAgent: string,
  ) {}

  async attempt({ parts, endpoint }: ChannelRequest): Promise<RequestReport> {
    const startedAtMs = this.clock.now();
    const fresh = await withFreshLinks(this.assets, parts, endpoint);
    const attemptSeconds = Math.floor(startedAtMs / 1000);
    const { headers, body } = buildRequest(fresh, endpoint, attemptSeconds, this.userAgent);
    const own = Object.keys(endpoint.headers).map((name) => name.toLowerCase());
    return {
      outcome: 'succeeded',
      retryAfterSeconds: undefined,
      facts: {
        format: endpoint.format,
        url: INSPECTED_URL,
        ip: null,
        startedAt: new Date(startedAtMs),
        durationMs: Math.max(0, this.clock.now() - startedAtMs),
        timings: { dns_ms: null, connect_ms: null, tls_ms: null, first_byte_ms: null },
        bodyHash: createHash('sha256').update(body).digest('hex'),
        requestMark: randomBytes(MARK_BYTES),
        responseStatus: null,
        error: null,
        exchange: {
          requestHeaders: maskHeaders(headers, new Set(own)),
          response: null,
          requestBody: body,
        },
      },
    };
  }
}
