import type { FieldError } from '../common/index.js';
import type { JsonSchema, PayloadClass } from './field-records.js';
import { isJsonObject, pointersOf, readShape } from './payload-shape.js';
import type { PayloadShape } from './payload-shape.js';
import { isTypeName } from './type-name.js';
import { validatePayload } from './validate-payload.js';

interface EventTypeOptions {
  type: string;
  description: string;
  /** A valid `data`. Sent by endpoint tests, shown in the docs; checked at start. */
  example: Readonly<Record<string, unknown>>;
  /** The field that names the entity the event is about: the default `subject`. */
  entityId: string;
}

/** An id found in an event's data, under the name of the field that holds it. */
export interface DeclaredId {
  field: string;
  value: string;
}

/** One type of the catalogue. No method throws or changes `data`, whatever it is given. */
export interface EventTypeDefinition {
  readonly type: string;
  readonly pack: string;
  readonly description: string;
  /** JSON Schema 2020-12 of `data`; it gives the same verdict as `validate`. */
  readonly schema: JsonSchema;
  readonly example: Readonly<Record<string, unknown>>;
  /** JSON Pointers relative to `data`. Everything below a personal field is personal. */
  readonly personalFields: readonly string[];
  readonly idFields: readonly string[];
  readonly entityIdField: string;
  /** One error per field that breaks a rule; pointers start at the publish body (`/data/…`). */
  validate(data: unknown): FieldError[];
  subjectOf(data: unknown): string | undefined;
  externalRefOf(data: unknown): string | null;
  /** Every declared id that has a value, those of nested objects included, each once. */
  idsOf(data: unknown): DeclaredId[];
  isSandbox(data: unknown): boolean;
}

const options = new WeakMap<PayloadClass, EventTypeOptions>();

/** Makes a payload class an event type. It is on offer once its pack lists it. */
export function EventType(of: EventTypeOptions): (payloadClass: PayloadClass) => void {
  return (payloadClass) => {
    options.set(payloadClass, of);
  };
}

/** The name of the type that a class describes, for typed publishers. */
export function eventTypeOf(payloadClass: PayloadClass): string {
  return optionsOf(payloadClass).type;
}

/** Throws, naming the type, where the class could not serve. */
export function defineEventType(pack: string, payloadClass: PayloadClass): EventTypeDefinition {
  const { type, description, example, entityId } = optionsOf(payloadClass);
  if (!isTypeName(type)) throw new Error(`"${type}" is no event type name.`);
  const shape = readShape(payloadClass);
  if (!shape.fields.some((field) => field.name === entityId && field.id && !field.optional)) {
    throw new Error(`${type}: entityId "${entityId}" must be a required @Id() field.`);
  }
  const [error] = validatePayload(shape, example);
  if (error) throw new Error(`${type}: the example breaks ${error.pointer}: ${error.message}.`);
  return {
    type,
    pack,
    description,
    example,
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: type,
      description,
      ...shape.schema,
    },
    personalFields: pointersOf(shape, (field) => field.personal),
    idFields: pointersOf(shape, (field) => field.id),
    entityIdField: entityId,
    validate: (data) => validatePayload(shape, data),
    subjectOf: (data) => textAt(data, entityId),
    externalRefOf: (data) => textAt(data, 'external_ref') ?? null,
    idsOf: (data) => distinct(idsWithin(shape, data)),
    isSandbox: (data) => isJsonObject(data) && data['is_sandbox'] === true,
  };
}

function optionsOf(payloadClass: PayloadClass): EventTypeOptions {
  const of = options.get(payloadClass);
  if (!of) throw new Error(`${payloadClass.name} has no @EventType().`);
  return of;
}

function idsWithin(shape: PayloadShape, data: unknown): DeclaredId[] {
  return shape.fields.flatMap((field) => {
    if (field.nested && isJsonObject(data)) return idsWithin(field.nested, data[field.name]);
    const value = field.id ? textAt(data, field.name) : undefined;
    return value === undefined ? [] : [{ field: field.name, value }];
  });
}

function distinct(ids: DeclaredId[]): DeclaredId[] {
  return ids.filter(
    (id, index) =>
      ids.findIndex((other) => other.field === id.field && other.value === id.value) === index,
  );
}

/** Own fields only: `data` comes from outside, and every object inherits some names. */
function textAt(data: unknown, name: string): string | undefined {
  if (!isJsonObject(data) || !Object.hasOwn(data, name)) return undefined;
  const value = data[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
