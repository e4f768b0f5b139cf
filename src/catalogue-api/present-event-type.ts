import type { EventTypeDefinition } from '../catalogue/index.js';
import { canCarry, FORMATS } from '../formats/index.js';
import type { EventTypeDto } from './event-type.dto.js';

/** The only way of an event type out to JSON. */
export function presentEventType(definition: EventTypeDefinition): EventTypeDto {
  const { type, pack, description, schema, example } = definition;
  return {
    type,
    pack,
    description,
    schema: { ...schema },
    example: { ...example },
    formats: FORMATS.filter((format) => canCarry(format, type)),
  };
}
