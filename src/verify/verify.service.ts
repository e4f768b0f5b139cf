import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { SEES_ALL, seesPersonalData } from '../auth/index.js';
import type { Reader } from '../auth/index.js';
import { AppError, invalid, parseId, publicId } from '../common/index.js';
import { PreparedEndpoints } from '../delivery/index.js';
import { SecretStore, SendingEndpoints } from '../endpoints/index.js';
import type { SendingEndpoint } from '../endpoints/index.js';
import { EventContents } from '../events/index.js';
import type { OutgoingEvent } from '../events/index.js';
import { isFormat, PAYLOADS, unixSeconds } from '../formats/index.js';
import { hasRequests } from '../model/index.js';
import { DeliveryRecords } from '../records/index.js';
import type { AttemptDto, DeliveryWithAttemptsDto } from '../records/index.js';
import { comparableHeaders, judge } from './judge.js';
import type { Judgement, Received, Sent } from './judge.js';
import type { KnownSecret } from './recipes.js';
import { VERDICTS } from './verdicts.js';
import type { VerificationDto, VerifyDto } from './verify.dto.js';

const SECOND_MS = 1000;

/** Compares what a receiver got and computed with what was signed. */
@Injectable()
export class Verifications {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(DeliveryRecords) private readonly deliveries: DeliveryRecords,
    @Inject(EventContents) private readonly contents: EventContents,
    private readonly endpoints: SendingEndpoints,
    private readonly prepared: PreparedEndpoints,
    @Inject(SecretStore) private readonly secrets: SecretStore,
  ) {}

  /**
   * Throws 404, 422 where nothing is given, and 422 `not_for_channel` where requests are not signed. For a reader who
   * may not see the data, a body is compared with nothing: an answer to a guess would show a part of the content.
   */
  async verify(
    ref: { tenantId: string; deliveryId: string },
    fields: VerifyDto,
    reader: Reader,
  ): Promise<VerificationDto> {
    const received = receivedOf(fields);
    const delivery = await this.deliveries.get(ref, SEES_ALL);
    const endpointId = parseId('endpoint', delivery.endpoint_id) ?? '';
    const endpoint = (await this.endpoints.load([endpointId])).get(endpointId);
    if (!hasRequests(delivery.channel)) throw notSigned();
    const attempt = attemptFor(delivery.attempts, received);
    if (!endpoint)
      return answer(
        unknown('The endpoint was deleted together with its secrets.'),
        null,
        'unknown',
      );
    if (!attempt)
      return answer(unknown('No attempt was made yet: nothing was signed.'), null, 'unknown');
    const isShown = seesPersonalData(reader);
    const why = isShown ? GONE : NOT_SHOWN;
    const body = isShown ? await this.bodyOf(delivery, endpoint, { attempt, received }) : undefined;
    const known = body ?? received.body;
    const hasSignature = received.computed !== undefined || received.headers !== undefined;
    if (!known || (!body && !hasSignature)) return answer(unknown(why), attempt, 'unknown');
    const secrets = await this.secretsAt(ref.tenantId, endpointId, attempt);
    const judgement = await judge(
      received,
      sentOf({ delivery, endpoint, attempt, secrets }, known, body !== undefined),
    );
    if (body) return answer(judgement, attempt, 'known');
    const note = `${why.split(':')[0]}: the body that was received is taken for it.`;
    const sentences = [...judgement.sentences, note];
    return answer({ ...judgement, sentences }, attempt, 'as_received');
  }

  /** Returns the body that was sent where that is certain: its hash is on record. */
  private async bodyOf(
    { event_id, id, format }: DeliveryWithAttemptsDto,
    endpoint: SendingEndpoint,
    { attempt, received }: { attempt: AttemptDto; received: Received },
  ): Promise<Buffer | undefined> {
    const hash = attempt.request.body_hash;
    const isSent = (body: Buffer): boolean =>
      hash === createHash('sha256').update(body).digest('hex');
    if (received.body && isSent(received.body)) return received.body;
    const eventId = parseId('event', event_id) ?? '';
    const event = (await this.contents.load([eventId])).get(eventId);
    if (hash === null || event === undefined || event === 'redacted') return undefined;
    for (const payload of PAYLOADS) {
      const body = this.rendered(
        { ...endpoint, ...(isFormat(format) && { format }), payload },
        event,
        id,
      );
      if (isSent(body)) return body;
    }
    return undefined;
  }

  private rendered(endpoint: SendingEndpoint, event: OutgoingEvent, deliveryId: string): Buffer {
    const shown = {
      ...event,
      id: publicId('event', event.id),
      tenantId: publicId('tenant', event.tenantId),
      deliveryId,
    };
    return this.prepared.prepare(endpoint).render([shown]).body;
  }

  /** Every secret of the tenant that is still stored, as it was when the attempt was made. */
  private async secretsAt(
    tenantId: string,
    endpointId: string,
    attempt: AttemptDto,
  ): Promise<KnownSecret[]> {
    const atMs = Date.parse(attempt.started_at);
    const stored = await this.secrets.ofTenant(this.source.manager, tenantId);
    const known = stored.map((secret): KnownSecret => {
      const { value, createdAt, expiresAt } = secret;
      const endpoint = publicId('endpoint', secret.endpointId);
      if (secret.endpointId !== endpointId) return { value, kind: 'other', endpointId: endpoint };
      // Clocks of processes and of the database differ.
      const isNewer = createdAt.getTime() > atMs + SECOND_MS;
      const isFormer = expiresAt !== null && expiresAt.getTime() <= atMs;
      return {
        value,
        kind: isNewer ? 'newer' : isFormer ? 'former' : 'used',
        endpointId: endpoint,
      };
    });
    const oldest = known.findLast(({ kind }) => kind === 'used');
    if (oldest) oldest.isOldest = true;
    return known;
  }
}

const GONE =
  'The content of the event is not kept any more, or is not as it was sent: give the body as it was received, with its headers or the computed signature.';
const NOT_SHOWN =
  'The content of the event is not shown to you: give the body as it was received, with its headers or the computed signature.';

function receivedOf({ headers, body, computed }: VerifyDto): Received {
  if (headers === undefined && body === undefined && computed === undefined) {
    const message = 'give headers, body or computed';
    throw invalid([{ pointer: '', code: 'required', message }]);
  }
  return {
    headers:
      headers &&
      new Map(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase().trim(), textOf(value)]),
      ),
    body: body === undefined ? undefined : Buffer.from(body),
    computed,
  };
}

function textOf(value: unknown): string {
  const text: unknown = Array.isArray(value) ? value.join(',') : value;
  return typeof text === 'string' ? text.trim() : String(text);
}

/** The attempt that the headers are of, else the last one. */
function attemptFor(
  attempts: readonly AttemptDto[],
  { headers }: Received,
): AttemptDto | undefined {
  const made = attempts.filter(({ error }) => error?.class !== 'worker_lost');
  const number = Number(headers?.get('x-webhook-attempt'));
  const seconds = headers?.get('webhook-timestamp');
  return (
    made.find((attempt) => attempt.number === number) ??
    made.find(({ request }) => request.headers?.['webhook-timestamp'] === seconds && seconds) ??
    made.at(-1)
  );
}

interface SentParts {
  delivery: DeliveryWithAttemptsDto;
  endpoint: SendingEndpoint;
  attempt: AttemptDto;
  secrets: readonly KnownSecret[];
}

function sentOf(
  { delivery, endpoint, attempt, secrets }: SentParts,
  body: Buffer,
  isBodyKnown: boolean,
): Sent {
  const { signing } = endpoint;
  const headers = comparableHeaders(attempt.request.headers, signing);
  return {
    profiles: signing,
    secrets,
    facts: {
      id: headers.get('webhook-id') ?? delivery.event_id,
      deliveryId: delivery.id,
      createdSeconds: Number(
        headers.get('x-webhook-timestamp') ?? unixSeconds(new Date(delivery.created_at)),
      ),
      attemptSeconds: secondsOf(attempt),
      otherSeconds: delivery.attempts.filter(({ id }) => id !== attempt.id).map(secondsOf),
      body,
    },
    isBodyKnown,
    headers,
    skewSeconds: skewOf(attempt),
  };
}

function secondsOf({ request, started_at }: AttemptDto): number {
  return Number(request.headers?.['webhook-timestamp'] ?? unixSeconds(new Date(started_at)));
}

/** The date of an answer is written when it begins. */
function skewOf({ response, started_at, timings }: AttemptDto): number | null {
  const date = Object.entries(response?.headers ?? {}).find(
    ([name]) => name.toLowerCase() === 'date',
  )?.[1];
  const atMs = typeof date === 'string' ? Date.parse(date) : NaN;
  if (Number.isNaN(atMs)) return null;
  return Math.round((atMs - Date.parse(started_at) - (timings.first_byte_ms ?? 0)) / SECOND_MS);
}

function unknown(sentence: string): Judgement {
  return { verdict: 'unknown', sentences: [sentence], header: null };
}

function answer(
  { verdict, sentences, header }: Judgement,
  attempt: AttemptDto | null,
  content: VerificationDto['content'],
): VerificationDto {
  return {
    verdict,
    explanation: sentences.join(' '),
    remedy: VERDICTS[verdict],
    header,
    attempt_number: attempt?.number ?? null,
    content,
  };
}

function notSigned(): AppError {
  const message = 'Only requests to webhooks are signed.';
  return new AppError('not_for_channel', 422, { message });
}
