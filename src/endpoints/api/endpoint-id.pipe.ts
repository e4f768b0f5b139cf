import { Injectable } from '@nestjs/common';
import type { PipeTransform } from '@nestjs/common';
import { notFound, parseId } from '../../common/index.js';

/** `ep_…` of the path as a UUID; what is no such id is a 404. */
@Injectable()
export class EndpointIdPipe implements PipeTransform<string, string> {
  transform(text: string): string {
    const uuid = parseId('endpoint', text);
    if (uuid === undefined) throw notFound('endpoint');
    return uuid;
  }
}
