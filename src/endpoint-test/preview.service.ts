import { Inject, Injectable } from '@nestjs/common';
import { readsSecrets } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { CATALOGUE } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { buildRequest, maskHeaders } from '../channels/index.js';
import { AppError, invalid, newUuid, notFound, parseId } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { PreparedEndpoints } from '../delivery/index.js';
import {
  checkFields,
  checkPayload,
  defaultSigning,
  ENDPOINT_RULES,
  SendingEndpoints,
} from '../endpoints/index.js';
import type { EndpointRules, SendingEndpoint } from '../endpoints/index.js';
import { isFormat, unixSeconds } from '../formats/index.js';
import { hasRequests } from '../model/index.js';
import type { SigningProfile } from '../signing/index.js';
import type { PreviewDto, PreviewedRequestDto } from './preview.dto.js';
import { sampleOf, typeFor } from './sample-event.js';

/** Everyone may know it: nothing that is sent is signed with it. */
export const SAMPLE_SECRET = `whsec_${Buffer.from('this is no secret but an example').toString('base64')}`;

/** Renders and signs requests without sending them. */
@Injectable()
export class EndpointPreview {
  constructor(
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
    @Inject(ENDPOINT_RULES) private readonly rules: EndpointRules,
    @Inject(SETTINGS) private readonly settings: Pick<RunSettings, 'userAgent'>,
    private readonly endpoints: SendingEndpoints,
    private readonly prepared: PreparedEndpoints,
  ) {}

  /**
   * Throws 404 for an unknown endpoint, and 422 for wrong fields, data that breaks the rules of its type, a type that
   * the format does not carry, and an endpoint without requests of its own.
   */
  async preview(
    tenantId: string,
    fields: PreviewDto,
    principal: Principal,
  ): Promise<PreviewedRequestDto> {
    await this.catalogue.refresh();
    const { type, data, endpoint_id: endpointId, ...shape } = fields;
    checkFields(shape, this.rules, tenantId);
    const stored = endpointId === undefined ? undefined : await this.stored(tenantId, endpointId);
    const usesOwn = stored !== undefined && readsSecrets(principal);
    const endpoint = this.prepared.prepare(shaped(stored ?? newEndpoint(tenantId), shape, usesOwn));
    const { format, payload } = endpoint;
    const definition = typeFor(this.catalogue, format, type, (message) =>
      invalid([{ pointer: '/type', code: 'format_cannot_carry', message }], 'format_cannot_carry'),
    );
    const errors = checkPayload(format, payload);
    if (errors.length > 0) throw invalid(errors);
    const event = await sampleOf(definition, tenantId, { data });
    const { headers, body } = buildRequest(
      [{ event, deliveryId: newUuid(), number: 1 }],
      endpoint,
      unixSeconds(event.createdAt),
      this.settings.userAgent,
    );
    const own = Object.keys(endpoint.headers).map((name) => name.toLowerCase());
    return {
      headers: maskHeaders(headers, new Set(own)),
      body: body.toString('utf8'),
      format,
      signed_with: usesOwn ? 'endpoint' : 'sample',
      sample_secret: usesOwn ? null : SAMPLE_SECRET,
    };
  }

  private async stored(tenantId: string, publicEndpointId: string): Promise<SendingEndpoint> {
    const id = parseId('endpoint', publicEndpointId) ?? '';
    const endpoint = (await this.endpoints.load([id])).get(id);
    if (endpoint?.tenantId !== tenantId) throw notFound('endpoint');
    if (hasRequests(endpoint.channel)) return endpoint;
    const message = `An endpoint of the channel ${endpoint.channel} has no request of its own to show.`;
    throw new AppError('not_for_channel', 422, { message });
  }
}

type Shape = Pick<PreviewDto, 'format' | 'payload' | 'event_types' | 'signing'>;

/** Applies checked fields to an endpoint; without the right to its secrets it gets the sample. */
function shaped(
  endpoint: SendingEndpoint,
  { format, payload, event_types, signing }: Shape,
  usesOwn: boolean,
): SendingEndpoint {
  return {
    ...endpoint,
    ...(isFormat(format) && { format }),
    ...(payload !== undefined && { payload }),
    ...(event_types !== undefined && { eventTypes: event_types as string[] | null }),
    signing: signingOf(endpoint, { format, signing }),
    ...(!usesOwn && { secrets: [{ value: SAMPLE_SECRET, expiresAt: null }] }),
  };
}

/** A new endpoint has the default profiles of its format. */
function signingOf(
  { id, signing: stored }: SendingEndpoint,
  { format, signing }: Pick<Shape, 'format' | 'signing'>,
): SigningProfile[] {
  if (signing !== undefined) return signing as SigningProfile[];
  return id === '' && isFormat(format) ? defaultSigning(format) : stored;
}

function newEndpoint(tenantId: string): SendingEndpoint {
  return {
    id: '',
    tenantId,
    version: 1,
    channel: 'webhook',
    url: null,
    secretUrl: null,
    recipients: new Map(),
    format: 'envelope',
    payload: 'full',
    thinConfidential: true,
    signing: defaultSigning('envelope'),
    secrets: [],
    headers: {},
    maxBatchItems: 1,
    status: 'active',
    isPendingConfirmation: false,
    eventTypes: null,
  };
}
