import { Inject, Injectable } from '@nestjs/common';
import { AppError, invalid, publicId } from '../../common/index.js';
import {
  canCarry,
  FORMATS,
  isSupportedFormat,
  renderBody,
  SUPPORTED_FORMATS,
} from '../../delivery/formats/index.js';
import type { SupportedFormat } from '../../delivery/formats/index.js';
import { EventContents } from './event-contents.js';
import { EventRecords } from './event-records.service.js';
import type { EventRef } from './event-records.service.js';

/** Events as their receivers get them. */
@Injectable()
export class EventRendering {
  constructor(
    @Inject(EventRecords) private readonly records: EventRecords,
    @Inject(EventContents) private readonly contents: EventContents,
  ) {}

  /** The bytes of a body in that format and their media type. Errors: 404, 410 `gone`, 422. */
  async render(ref: EventRef, format: unknown): Promise<{ body: Buffer; contentType: string }> {
    const known = checkFormat(format);
    const { id, type, created_at: createdAt } = await this.records.find(ref);
    if (!canCarry(known, type)) {
      throw refused('format_cannot_carry', `${known} cannot carry ${type}`);
    }
    const dataJson = await this.contents.dataJson(id);
    if (dataJson === null) {
      throw new AppError('gone', 410, { message: "The event's data is not stored any more." });
    }
    const createdSeconds = Math.floor(createdAt.getTime() / 1000);
    return renderBody(known, { id: publicId('event', id), type, createdSeconds, dataJson });
  }
}

function checkFormat(format: unknown): SupportedFormat {
  const known = FORMATS.find((name) => name === format);
  if (known === undefined) throw refused('is_in', `must be one of ${FORMATS.join(', ')}`);
  if (isSupportedFormat(known)) return known;
  const remedy = `use ${SUPPORTED_FORMATS.join(' or ')}`;
  throw refused('not_supported_yet', `is not supported yet: ${remedy}`);
}

function refused(code: string, message: string): AppError {
  const problemCode = code === 'is_in' ? 'validation_failed' : code;
  return invalid([{ pointer: '/format', code, message }], problemCode);
}
