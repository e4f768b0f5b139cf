import type { PipeTransform } from '@nestjs/common';
import { notFound, parseId } from '../common/index.js';
import type { IdKind } from '../common/index.js';

/** A public id of the path as a UUID; what is no id of that kind is a 404. */
class PublicIdPipe implements PipeTransform<string, string> {
  constructor(private readonly kind: IdKind) {}

  transform(text: string): string {
    const uuid = parseId(this.kind, text);
    if (uuid === undefined) throw notFound(this.kind);
    return uuid;
  }
}

export const EVENT_ID = new PublicIdPipe('event');
export const DELIVERY_ID = new PublicIdPipe('delivery');
