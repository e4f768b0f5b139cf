import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Allow } from '../auth/index.js';
import { CATALOGUE } from '../catalogue/index.js';
import type { Catalogue } from '../catalogue/index.js';
import { notFound } from '../common/index.js';
import { EventTypeDto, EventTypePageDto } from './event-type.dto.js';
import { presentEventType } from './present-event-type.js';

@Controller('v1/event-types')
@Allow('any')
export class EventTypesController {
  constructor(@Inject(CATALOGUE) private readonly catalogue: Catalogue) {}

  /** Every type of event on offer, each with its schema and an example. */
  @Get()
  list(): EventTypePageDto {
    return { data: this.catalogue.list().map(presentEventType), next_cursor: null };
  }

  @Get(':type')
  get(@Param('type') type: string): EventTypeDto {
    const definition = this.catalogue.get(type);
    if (!definition) throw notFound('event type');
    return presentEventType(definition);
  }
}
