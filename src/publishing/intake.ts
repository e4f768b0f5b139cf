import { Injectable } from '@nestjs/common';
import type { Principal } from '../auth/index.js';
import { requireFaithfulJson } from '../http/index.js';
import type { PublishAnswer } from './event-publisher.js';
import { parsePublishRequest } from './publish-request.js';
import type { PublishRequest } from './publish-request.js';
import { Publisher } from './publisher.service.js';
import { Rejections } from './rejections/rejections.js';
import type { Origin } from './rejections/rejections.js';

/** Takes events as the API gets them. */
@Injectable()
export class Intake {
  constructor(
    private readonly publisher: Publisher,
    private readonly rejections: Rejections,
  ) {}

  /** Errors as of `Publisher`. */
  async publish(body: unknown, { tenantIds, keyId }: Principal): Promise<PublishAnswer> {
    const origin: Origin = { source: 'api', keyId };
    let request: PublishRequest;
    try {
      requireFaithfulJson(body);
      request = parsePublishRequest(body);
    } catch (error) {
      await this.rejections.keep(error, { body, scope: tenantIds, origin });
      throw error;
    }
    return this.publisher.publish(request, tenantIds, origin);
  }
}
