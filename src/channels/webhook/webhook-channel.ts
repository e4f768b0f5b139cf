import { createHash } from 'node:crypto';
import type { AssetLinks } from '../../assets/index.js';
import type { Clock } from '../../common/index.js';
import type {
  PreparedEndpoint,
  Channel,
  ChannelRequest,
  RequestPart,
  RequestParts,
  RequestReport,
} from '../channel.js';
import { classifyOutcome, parseRetryAfter } from '../../retry-policy/index.js';
import type { Sighting } from '../../queue/index.js';
import type { Sender, SendResult } from '../../transport/index.js';
import { publicId, randomPool } from '../../common/index.js';
import { CREDENTIAL_HEADERS, MASKED, maskUrl, withoutCredentials } from '../../masking/index.js';
import { unixSeconds } from '../../formats/index.js';

export interface WebhookChannelOptions {
  userAgent: string;
  timeoutMs: number;
  responseBodyLimitBytes: number;
}

/** Sends events as signed HTTP requests. */
export class WebhookChannel implements Channel {
  constructor(
    private readonly sender: Sender,
    private readonly clock: Clock,
    private readonly assets: AssetLinks,
    private readonly options: WebhookChannelOptions,
  ) {}

  async attempt({ parts, endpoint }: ChannelRequest): Promise<RequestReport> {
    const fresh = await withFreshLinks(this.assets, parts, endpoint);
    const attemptSeconds = Math.floor(this.clock.now() / 1000);
    const { headers, body } = buildRequest(fresh, endpoint, attemptSeconds, this.options.userAgent);
    const { timeoutMs, responseBodyLimitBytes } = this.options;
    const url = endpoint.secretUrl ?? requireUrl(endpoint.url);
    const result = await this.sender.send({
      tenantId: endpoint.tenantId,
      url,
      headers,
      body,
      timeoutMs,
      responseBodyLimitBytes,
    });
    const { outcome, retryAfterSeconds } = this.classify(result);
    return {
      outcome,
      retryAfterSeconds,
      seen: result.timings.connect_ms === null ? undefined : sightingOf(result),
      facts: httpFacts(
        {
          format: endpoint.format,
          url,
          headers: maskHeaders(headers, endpoint.secretHeaders),
          body,
          secrets: endpoint.requestSecrets,
        },
        result,
      ),
    };
  }

  private classify({
    response,
    error,
    isOurs,
  }: SendResult): Pick<RequestReport, 'outcome' | 'retryAfterSeconds'> {
    const retryAfterSeconds = parseRetryAfter(response?.headers['retry-after'], this.clock.now());
    const outcome = classifyOutcome({
      status: response?.status ?? null,
      errorClass: error?.class ?? null,
      retryAfterSeconds,
      isOurs,
    });
    return { outcome, retryAfterSeconds };
  }
}

const LONGEST_SKEW_SECONDS = 1_000_000_000;

/**
 * Looked at once for each connection. The header `Date` has the second in which the receiver began its answer.
 */
function sightingOf({ response, startedAtMs, timings, tlsExpiresAtMs }: SendResult): Sighting {
  const { dns_ms: dns, connect_ms: connect, tls_ms: tls, first_byte_ms: firstByte } = timings;
  const answeredAtMs = startedAtMs + (dns ?? 0) + (connect ?? 0) + (tls ?? 0) + (firstByte ?? 0);
  const date = response?.headers['date'];
  const seconds = (Date.parse(typeof date === 'string' ? date : '') + 500 - answeredAtMs) / 1_000;
  const isKnown = Math.abs(seconds) < LONGEST_SKEW_SECONDS;
  return { tlsExpiresAtMs, clockSkewSeconds: isKnown ? Math.round(seconds) : null };
}

/** Returns the parts with links to assets that are valid from now on. A thin payload contains none. */
export async function withFreshLinks(
  assets: AssetLinks,
  parts: RequestParts,
  { payload }: PreparedEndpoint,
): Promise<RequestParts> {
  if (payload === 'thin' || !parts.some(({ event }) => event.hasAssets)) return parts;
  const [first, ...others] = parts;
  const fresh = async (part: RequestPart): Promise<RequestPart> => {
    const { event } = part;
    if (!event.hasAssets) return part;
    const dataJson = await assets.freshen(event.tenantId, event.dataJson);
    return { ...part, event: { ...event, dataJson } };
  };
  return [await fresh(first), ...(await Promise.all(others.map(fresh)))];
}

/**
 * Returns the public id of an event (UUID), or for several events an id that is unique to this set, so
 * that a receiver which drops known ids drops nothing else.
 */
export function requestId(eventIds: readonly string[]): string {
  const [first, ...others] = eventIds.map((id) => publicId('event', id));
  if (first !== undefined && others.length === 0) return first;
  const hash = createHash('sha256').update([first, ...others].join(','));
  return `bat_${hash.digest('hex').slice(0, 32)}`;
}

export interface BuiltRequest {
  headers: Record<string, string>;
  body: Buffer;
}

/** The headers and the very bytes of one request. */
export function buildRequest(
  parts: RequestParts,
  endpoint: Pick<PreparedEndpoint, 'headers' | 'render' | 'sign'>,
  /** Unix seconds. */
  attemptSeconds: number,
  userAgent: string,
): BuiltRequest {
  const events = parts.map(({ event, deliveryId }) => ({
    id: publicId('event', event.id),
    tenantId: publicId('tenant', event.tenantId),
    deliveryId: publicId('delivery', deliveryId),
    type: event.type,
    createdAt: event.createdAt,
    sequence: event.sequence,
    subject: event.subject,
    dataJson: event.dataJson,
  }));
  const id = requestId(parts.map(({ event }) => event.id));
  const createdSeconds = Math.max(...events.map(({ createdAt }) => unixSeconds(createdAt)));
  const { body, contentType } = endpoint.render(events);
  return {
    body,
    headers: {
      ...endpoint.headers,
      'Content-Type': contentType,
      'User-Agent': userAgent,
      'X-Webhook-ID': id,
      'webhook-id': id,
      'X-Webhook-Timestamp': String(createdSeconds),
      'webhook-timestamp': String(attemptSeconds),
      'X-Webhook-Sequence': String(events.at(-1)?.sequence),
      'X-Webhook-Attempt': String(Math.max(...parts.map(({ number }) => number))),
      'X-Webhook-Delivery-ID': events.map(({ deliveryId }) => deliveryId).join(','),
      ...endpoint.sign({ id, createdSeconds, attemptSeconds, body }),
    },
  };
}

/** Headers as they may be kept and shown: signatures and the tenant's own values are hidden. */
export function maskHeaders(
  headers: Record<string, string>,
  secretNames: ReadonlySet<string>,
): Record<string, string> {
  const masked = { ...headers };
  for (const name of Object.keys(masked)) {
    if (secretNames.has(name.toLowerCase())) masked[name] = MASKED;
  }
  return masked;
}

export const MARK_BYTES = 16;
const nextMark = randomPool(MARK_BYTES);

interface RecordedRequest {
  format: RequestReport['facts']['format'];
  url: string;
  /** Headers without secrets. */
  headers: Record<string, string>;
  body: Buffer;
  secrets: readonly string[] | undefined;
}

/** Returns what is recorded of an attempt that was made over HTTP: no query of the URL, no credentials. */
export function httpFacts(
  { format, url, headers, body, secrets }: RecordedRequest,
  result: SendResult,
): RequestReport['facts'] {
  return {
    format,
    url: url.includes('?') ? maskUrl(url) : url,
    ip: result.ip,
    startedAt: new Date(result.startedAtMs),
    durationMs: result.durationMs,
    timings: result.timings,
    bodyHash: createHash('sha256').update(body).digest('hex'),
    requestMark: nextMark(),
    responseStatus: result.response?.status ?? null,
    error: result.error,
    exchange: {
      requestHeaders: headers,
      response: withoutSecrets(result.response),
      secrets,
    },
  };
}

function withoutSecrets(response: SendResult['response']): SendResult['response'] {
  if (!response || !CREDENTIAL_HEADERS.some((name) => name in response.headers)) return response;
  return { ...response, headers: withoutCredentials(response.headers) };
}

/** Returns the URL of an endpoint whose channel requires one. Throws if it is missing. */
export function requireUrl(url: string | null): string {
  if (url === null) throw new Error('The endpoint has no URL.');
  return url;
}
