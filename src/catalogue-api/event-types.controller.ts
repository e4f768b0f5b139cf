import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags, ApiBody } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { CATALOGUE, unknownType } from '../catalogue/index.js';
import type { LiveCatalogue, EventTypeDefinition } from '../catalogue/index.js';
import type { AppError } from '../common/index.js';
import { AnswersWith, RouteOptions, SCHEMA_BODY } from '../http/index.js';
import { EventTypeDto, EventTypePageDto, RegisterEventTypeBody } from './event-type.dto.js';
import { EventTypeRegistry } from './event-type-registry.service.js';
import { parseRegistration } from './parse-registration.js';
import { canCarry, FORMATS } from '../formats/index.js';

/** The only way of an event type out to JSON. */
function presentEventType(definition: EventTypeDefinition): EventTypeDto {
  const { type, pack, description, schema, example, confidential } = definition;
  return {
    type,
    pack,
    description,
    schema: { ...schema },
    example: { ...example },
    confidential,
    formats: FORMATS.filter((format) => canCarry(format, type)),
    personal_fields: [...definition.personalFields],
    id_fields: [...definition.idFields],
  };
}

@ApiTags('event types')
@Controller('v1/event-types')
export class EventTypesController {
  constructor(
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
    private readonly registry: EventTypeRegistry,
  ) {}

  /** Every type of event on offer, each with its schema and an example. */
  @Get()
  @Allow('any')
  async list(): Promise<EventTypePageDto> {
    await this.catalogue.refresh();
    return { data: this.catalogue.list().map(presentEventType), next_cursor: null };
  }

  /** One type, by its name. */
  @Get(':type')
  @Allow('any')
  async get(@Param('type') type: string): Promise<EventTypeDto> {
    const definition = await this.catalogue.latest(type);
    if (!definition) throw await this.missing(type);
    return presentEventType(definition);
  }

  /**
   * Registers a type of one's own, or changes it. It can be published as soon as this has answered.
   * Names that are built in are refused (409 `event_type_reserved`).
   */
  @Post()
  @RouteOptions({ body: SCHEMA_BODY })
  @ApiOperation({ operationId: 'registerEventType' })
  @AnswersWith('event_type_reserved', 'too_many_event_types')
  @Allow('admin')
  @ApiBody({ type: RegisterEventTypeBody })
  async register(
    @Body() body: unknown,
    @CurrentPrincipal() principal: Principal,
  ): Promise<EventTypeDto> {
    return presentEventType(await this.registry.register(parseRegistration(body), principal));
  }

  private async missing(type: string): Promise<AppError> {
    await this.catalogue.refresh();
    const names = this.catalogue.list().map((one) => one.type);
    return unknownType(type, names, { status: 404 });
  }
}
