import { Inject, Injectable } from '@nestjs/common';
import { invalid } from '../../common/index.js';
import type { FieldError } from '../../common/index.js';
import { hasRequests } from '../../model/index.js';
import { signatureHeaderNames } from '../../signing/index.js';
import {
  checkBatch,
  checkCarried,
  checkFields,
  checkPayload,
  ENDPOINT_RULES,
} from './check-endpoint.js';
import type { EndpointRules } from './check-endpoint.js';
import { channelErrors } from './channel-fields.js';
import { checkHeaders, unmaskHeaders } from './custom-headers.js';
import type { PatchEndpointDto } from '../api/endpoint-request.dto.js';
import type { Endpoint } from '../endpoint.entity.js';
import { hasMaskedQuery } from '../../masking/index.js';
import { isMaskedUrl, maskSecretUrl, maskedUrl } from '../settings/webhook-setting.js';
import { EndpointAddresses } from '../secrets/endpoint-addresses.js';
import { SecretStore } from '../secrets/secret-store.js';
import type { SigningProfile } from '../../signing/index.js';
import type { Format } from '../../formats/index.js';

type Changes = Partial<
  Pick<
    Endpoint,
    | 'url'
    | 'recipients'
    | 'description'
    | 'eventTypes'
    | 'format'
    | 'payload'
    | 'environment'
    | 'signing'
    | 'maxInFlight'
    | 'batch'
    | 'digest'
    | 'ordered'
    | 'rateLimitPerSecond'
  >
>;

/** Returns the columns that the checked fields change; headers and secret are handled separately. */
function endpointChanges(fields: PatchEndpointDto, checked: Changes): Changes {
  const { description, event_types, format, payload, environment, signing } = fields;
  const { max_in_flight, batch, digest, ordered, rate_limit_per_second } = fields;
  return {
    ...checked,
    ...(description !== undefined && { description }),
    ...(event_types !== undefined && { eventTypes: event_types as string[] | null }),
    ...(format !== undefined && { format: format as Format }),
    ...(payload !== undefined && { payload }),
    ...(environment !== undefined && { environment }),
    ...(signing !== undefined && { signing: signing as SigningProfile[] }),
    ...(max_in_flight !== undefined && { maxInFlight: max_in_flight }),
    ...(batch !== undefined && { batch }),
    ...(digest !== undefined && { digest }),
    ...(ordered !== undefined && { ordered }),
    ...(rate_limit_per_second !== undefined && { rateLimitPerSecond: rate_limit_per_second }),
  };
}

/** Checks the fields of a request and applies them to an endpoint. */
@Injectable()
export class EndpointEditor {
  constructor(
    @Inject(ENDPOINT_RULES) private readonly rules: EndpointRules,
    @Inject(SecretStore) private readonly secrets: SecretStore,
    @Inject(EndpointAddresses) private readonly addresses: EndpointAddresses,
  ) {}

  /** Await it before `check`: another process may have registered an event type meanwhile. */
  async refreshTypes({ event_types }: PatchEndpointDto): Promise<void> {
    if (event_types != null) await this.rules.refreshTypes();
  }

  /**
   * Checks the fields by themselves and returns a function that changes an endpoint in memory. That
   * function checks the combination with the stored fields. Both throw 422.
   */
  check(fields: PatchEndpointDto, tenantId: string): (endpoint: Endpoint) => Promise<void> {
    const checked = checkFields(fields, this.rules, tenantId);
    const { url, recipients, ...changes } = endpointChanges(fields, checked);
    return async (endpoint) => {
      refuseAny(channelErrors(fields, endpoint));
      Object.assign(endpoint, changes);
      if (recipients) await this.addresses.setRecipients(endpoint, recipients);
      if (typeof url === 'string') await this.setUrl(endpoint, url);
      if (!hasRequests(endpoint.channel)) return;
      const { format, eventTypes, payload, batch } = endpoint;
      const changesTypes = fields.format !== undefined || fields.event_types !== undefined;
      refuseAny([
        // Types that were registered later under a stored wildcard must not block other changes.
        ...(changesTypes ? checkCarried(format, eventTypes, this.rules.knownTypes) : []),
        ...checkPayload(format, payload),
        ...checkBatch(format, batch),
      ]);
      await this.setHeaders(endpoint, fields.headers);
    };
  }

  /** The mask of the stored URL changes nothing. */
  private async setUrl(endpoint: Endpoint, url: string): Promise<void> {
    if (endpoint.channel !== 'slack') {
      if (await this.addresses.hasUrl(endpoint, url)) return;
      refuseAny(hasMaskedQuery(url) ? [maskedUrl('/url')] : []);
      await this.addresses.setUrl(endpoint, url);
    } else if (url !== endpoint.url) {
      refuseAny(isMaskedUrl(url) ? [maskedUrl('/url')] : []);
      endpoint.sealedUrl = await this.secrets.sealUrl(endpoint, url);
      endpoint.url = maskSecretUrl(url);
    }
  }

  private async setHeaders(endpoint: Endpoint, requested: unknown): Promise<void> {
    const [stored = {}] = await this.secrets.openHeaders([endpoint]);
    const ofSigning = signatureHeaderNames(endpoint.signing);
    // Stored headers are checked again: the signing profiles may have changed.
    const given = requested === undefined ? stored : (requested ?? {});
    refuseAny(checkHeaders(given, ofSigning));
    if (requested === undefined) return;
    const { headers, errors } = unmaskHeaders(given as Record<string, string>, stored);
    refuseAny([...errors, ...checkHeaders(headers, ofSigning)]);
    endpoint.sealedHeaders = await this.secrets.sealHeaders(endpoint, headers);
  }
}

function refuseAny(errors: FieldError[]): void {
  if (errors.length > 0) throw invalid(errors);
}
