import type { PipeTransform } from '@nestjs/common';
import { notFound, parseId } from '../common/index.js';
import type { IdKind } from '../common/index.js';

class PublicIdPipe implements PipeTransform<string, string> {
  constructor(private readonly kind: IdKind) {}

  transform(text: string): string {
    const uuid = parseId(this.kind, text);
    if (uuid === undefined) throw notFound(this.kind);
    return uuid;
  }
}

/*
 * Pipes that parse a public id of the path to its UUID. They throw 404 for any other text.
 * Example: `@Param('id', ENDPOINT_ID) endpointId: string`.
 */
export const EVENT_ID = new PublicIdPipe('event');
export const DELIVERY_ID = new PublicIdPipe('delivery');
export const ENDPOINT_ID = new PublicIdPipe('endpoint');
export const REPLAY_ID = new PublicIdPipe('replay');
export const ERASURE_ID = new PublicIdPipe('erasure');
export const TENANT_DELETION_ID = new PublicIdPipe('tenantDeletion');
