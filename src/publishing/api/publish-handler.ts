import { Injectable } from '@nestjs/common';
import type { Principal } from '../../auth/index.js';
import type { PublishAnswer } from '../publish-answer.js';
import { parsePublishRequest } from '../publish-request.js';
import type { PublishRequest } from '../publish-request.js';
import { Publisher } from '../publisher.service.js';
import type { ReadPublish } from './read-publish.js';
import { Rejections } from '../rejections/rejections.js';
import type { Origin } from '../rejections/rejection-writer.js';

/** Takes events as the API gets them. */
@Injectable()
export class PublishHandler {
  constructor(
    private readonly publisher: Publisher,
    private readonly rejections: Rejections,
  ) {}

  /** Errors as of `Publisher`. */
  async publish(entry: ReadPublish, principal: Principal): Promise<PublishAnswer> {
    const store = await this.prepare(entry, principal);
    return store();
  }

  /** Checks it and returns what stores it. */
  async prepare(
    { body, error }: ReadPublish,
    principal: Principal,
  ): Promise<() => Promise<PublishAnswer>> {
    const { tenantIds, keyId } = principal;
    const origin: Origin = { source: 'api', keyId };
    let request: PublishRequest;
    try {
      if (error) throw error;
      request = parsePublishRequest(body);
    } catch (refusal) {
      await this.rejections.keep(refusal, { body, scope: tenantIds, origin });
      throw refusal;
    }
    return this.publisher.prepare(request, tenantIds, origin);
  }
}
