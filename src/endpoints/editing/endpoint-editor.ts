import { Inject, Injectable } from '@nestjs/common';
import { invalid } from '../../common/index.js';
import type { FieldError } from '../../common/index.js';
import { signatureHeaderNames } from '../../signing/index.js';
import { checkBatch, checkCarried, checkFields, checkPayload } from './check-endpoint.js';
import type { EndpointRules } from './check-endpoint.js';
import { channelErrors } from './channel-fields.js';
import { checkHeaders, unmaskHeaders } from './custom-headers.js';
import { endpointChanges } from './endpoint-changes.js';
import { ENDPOINT_RULES } from './endpoint-rules.js';
import type { PatchEndpointDto } from '../api/endpoint.dto.js';
import type { Endpoint } from '../endpoint.entity.js';
import { isMaskedUrl, maskUrl, maskedUrl } from '../api/mask-url.js';
import { SecretStore } from '../secrets/secret-store.js';

/** Puts the fields of a request into an endpoint, if they pass. */
@Injectable()
export class EndpointEditor {
  constructor(
    @Inject(ENDPOINT_RULES) private readonly rules: EndpointRules,
    @Inject(SecretStore) private readonly secrets: SecretStore,
  ) {}

  /** To be awaited before `check`: an event type may be younger than this process's last look. */
  async learnTypes({ event_types }: PatchEndpointDto): Promise<void> {
    if (event_types != null) await this.rules.learnTypes();
  }

  /**
   * Checks what can be checked without the endpoint and returns what changes it in memory, which
   * checks the rest: fields that must go together, stored ones included. Both throw 422.
   */
  check(fields: PatchEndpointDto): (endpoint: Endpoint) => Promise<void> {
    const checked = checkFields(fields, this.rules);
    const { url, ...changes } = endpointChanges(fields, checked);
    return async (endpoint) => {
      refuseAny(channelErrors(fields, endpoint));
      Object.assign(endpoint, changes);
      if (typeof url === 'string') await this.setUrl(endpoint, url);
      if (endpoint.channel !== 'webhook') return;
      const { format, eventTypes, payload, batch } = endpoint;
      const chooses = fields.format !== undefined || fields.event_types !== undefined;
      refuseAny([
        // Types that came later under a stored wildcard must not get in the way of another change.
        ...(chooses ? checkCarried(format, eventTypes, this.rules.knownTypes) : []),
        ...checkPayload(format, payload),
        ...checkBatch(format, batch),
      ]);
      await this.setHeaders(endpoint, fields.headers);
    };
  }

  /** The mask of the stored URL stands for what it hides. */
  private async setUrl(endpoint: Endpoint, url: string): Promise<void> {
    if (endpoint.channel !== 'slack') {
      endpoint.url = url;
    } else if (url !== endpoint.url) {
      refuseAny(isMaskedUrl(url) ? [maskedUrl('/url')] : []);
      endpoint.sealedUrl = await this.secrets.sealUrl(endpoint, url);
      endpoint.url = maskUrl(url);
    }
  }

  private async setHeaders(endpoint: Endpoint, wanted: unknown): Promise<void> {
    const [stored = {}] = await this.secrets.openHeaders([endpoint]);
    const ofSigning = signatureHeaderNames(endpoint.signing);
    // Stored ones are checked again because the signing profiles may have changed.
    const given = wanted === undefined ? stored : (wanted ?? {});
    refuseAny(checkHeaders(given, ofSigning));
    if (wanted === undefined) return;
    const { headers, errors } = unmaskHeaders(given as Record<string, string>, stored);
    refuseAny([...errors, ...checkHeaders(headers, ofSigning)]);
    endpoint.sealedHeaders = await this.secrets.sealHeaders(endpoint, headers);
  }
}

function refuseAny(errors: FieldError[]): void {
  if (errors.length > 0) throw invalid(errors);
}
