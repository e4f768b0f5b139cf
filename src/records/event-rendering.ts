import { Inject, Injectable } from '@nestjs/common';
import type { Reader } from '../auth/index.js';
import { AppError, invalid, publicId } from '../common/index.js';
import { canCarry, FORMATS, isFormat, renderBody } from '../formats/index.js';
import type { Format } from '../formats/index.js';
import { EventContents } from '../events/index.js';
import { EventData } from './event-data.service.js';
import { EventRecords } from './event-records.service.js';
import type { EventRef } from './event-records.service.js';

/** Renders events as their receivers get them. */
@Injectable()
export class EventRendering {
  constructor(
    @Inject(EventRecords) private readonly records: EventRecords,
    @Inject(EventContents) private readonly contents: EventContents,
    @Inject(EventData) private readonly data: EventData,
  ) {}

  /** The bytes of a body in that format, as the reader sees it, and their media type. Errors: 404, 410 `gone` or `redacted`, 422. */
  async render(
    ref: EventRef,
    format: unknown,
    reader: Reader,
  ): Promise<{ body: Buffer; contentType: string }> {
    const known = checkFormat(format);
    const row = await this.records.find(ref);
    const { id, type, sequence } = row;
    if (!canCarry(known, type)) {
      throw refused('format_cannot_carry', `${known} cannot carry ${type}`);
    }
    if (row.redacted_at !== null) {
      throw new AppError('redacted', 410, { message: "The event's data was redacted." });
    }
    const dataJson = await this.data.text(row, reader);
    if (dataJson === null) {
      throw new AppError('gone', 410, { message: "The event's data is not stored any more." });
    }
    const [labels = null] = await this.contents.labels([row]);
    return renderBody(known, {
      id: publicId('event', id),
      tenantId: publicId('tenant', row.tenant_id),
      deliveryId: null,
      type,
      createdAt: row.created_at,
      sequence: sequence === null ? null : Number(sequence),
      subject: (await this.data.labels(row, labels, reader)).subject,
      dataJson,
    });
  }
}

function checkFormat(format: unknown): Format {
  if (isFormat(format)) return format;
  throw refused('is_in', `must be one of ${FORMATS.join(', ')}`);
}

function refused(code: 'is_in' | 'format_cannot_carry', message: string): AppError {
  const problemCode = code === 'is_in' ? 'validation_failed' : code;
  return invalid([{ pointer: '/format', code, message }], problemCode);
}
