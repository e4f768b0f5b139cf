import type { FieldError } from '../common/index.js';
import { derivationsOf } from './derives.js';
import type { JsonSchema, PayloadClass } from './field-records.js';
import { isJsonObject, pointersOf, readShape, validatePayload } from './payload-shape.js';
import type { PayloadShape, ShapeField } from './payload-shape.js';
import { isTypeName } from './match-type.js';

interface EventTypeOptions {
  type: string;
  description: string;
  /** A valid `data`. Sent by endpoint tests, shown in the docs; checked at start. */
  example: Readonly<Record<string, unknown>>;
  /**
   * The field that names the entity the event is about: the default `subject`. Where an entity is
   * of one kind or another, one field each: `data` has exactly one of them.
   */
  entityId: string | readonly string[];
  /** The payload is documented by its ids alone: whatever else it holds counts as personal. */
  isOpen?: boolean;
}

/** An id found in an event's data, under the name of the field that holds it. */
export interface DeclaredId {
  field: string;
  value: string;
}

/** An event that another one brings along. */
export interface DerivedEvent {
  type: string;
  data: Record<string, unknown>;
}

/** One type of the catalogue. No method throws or changes `data`, whatever it is given. */
export interface EventTypeDefinition {
  readonly type: string;
  readonly pack: string;
  readonly description: string;
  /** JSON Schema 2020-12 of `data`; it gives the same verdict as `validate`. */
  readonly schema: JsonSchema;
  readonly example: Readonly<Record<string, unknown>>;
  /**
   * JSON Pointers relative to `data`. Everything below a personal field is personal; the pointer
   * `''` stands for all of `data` save its declared ids.
   */
  readonly personalFields: readonly string[];
  readonly idFields: readonly string[];
  /** One name; or several, of which `data` has exactly one; none where a registered type names none. */
  readonly entityIdFields: readonly string[];
  /** The types that `derive` can give. */
  readonly derives: readonly string[];
  /** One error per field that breaks a rule; pointers start at the publish body (`/data/…`). */
  validate(data: unknown): FieldError[];
  subjectOf(data: unknown): string | undefined;
  externalRefOf(data: unknown): string | null;
  /** Every declared id that has a value, those of nested objects included, each once. */
  idsOf(data: unknown): DeclaredId[];
  isSandbox(data: unknown): boolean;
  /** What an event with this `data` brings along; valid for its own type whenever `data` is valid. */
  derive(data: unknown): DerivedEvent[];
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
  const { type, description, example, isOpen = false, ...of } = optionsOf(payloadClass);
  if (!isTypeName(type)) throw new Error(`"${type}" is no event type name.`);
  const shape = readShape(payloadClass);
  const entityIds = typeof of.entityId === 'string' ? [of.entityId] : of.entityId;
  const entityFields = entityFieldsOf(type, shape, entityIds);
  const validate = (data: unknown): FieldError[] =>
    validatePayload(shape, data).concat(entityIdErrors(entityIds, data));
  const [error] = validate(example);
  if (error) throw new Error(`${type}: the example breaks ${error.pointer}: ${error.message}.`);
  const derivations = derivationsOf(payloadClass).map(({ effect, derive }) => ({
    type: eventTypeOf(effect()),
    derive,
  }));
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
      ...entityIdSchema(entityIds),
    },
    personalFields: isOpen ? [''] : pointersOf(shape, (field) => field.personal),
    idFields: pointersOf(shape, (field) => field.id),
    entityIdFields: entityIds,
    derives: derivations.map((derivation) => derivation.type),
    validate,
    subjectOf: (data) => firstId(entityFields, data),
    externalRefOf: (data) => textAt(data, 'external_ref') ?? null,
    idsOf: (data) => distinct(idsWithin(shape, data)),
    isSandbox: (data) => isJsonObject(data) && data['is_sandbox'] === true,
    derive: (data) =>
      derivations.flatMap((derivation) => {
        const derived = isJsonObject(data) ? derivation.derive(data) : undefined;
        return derived ? [{ type: derivation.type, data: withoutUndefined(derived) }] : [];
      }),
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
    const value = field.id ? idAt(data, field) : undefined;
    return value === undefined ? [] : [{ field: field.name, value }];
  });
}

function distinct(ids: DeclaredId[]): DeclaredId[] {
  return ids.filter(
    (id, index) =>
      ids.findIndex((other) => other.field === id.field && other.value === id.value) === index,
  );
}

function withoutUndefined(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function firstId(fields: readonly ShapeField[], data: unknown): string | undefined {
  for (const field of fields) {
    const id = idAt(data, field);
    if (id !== undefined) return id;
  }
  return undefined;
}

function idAt(data: unknown, { name, numeric }: ShapeField): string | undefined {
  const value = numeric ? ownValue(data, name) : undefined;
  return Number.isInteger(value) ? String(value) : textAt(data, name);
}

/** The text of an own field; undefined where it is empty or none. */
export function textAt(data: unknown, name: string): string | undefined {
  const value = ownValue(data, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Own fields only: `data` comes from outside, and every object inherits some names. */
function ownValue(data: unknown, name: string): unknown {
  return isJsonObject(data) && Object.hasOwn(data, name) ? data[name] : undefined;
}

const types = new Set<string>();

/**
 * Says of a class, above its event type, that its events are results which had to wait because a
 * provider was unavailable: they go only to tenants that take those.
 */
export function NeedsDowntimeHandling(): (payloadClass: PayloadClass) => void {
  return (payloadClass) => {
    types.add(eventTypeOf(payloadClass));
  };
}

/** Whether events of a type go only to tenants with `network_downtime_handling`. */
export function needsDowntimeHandling(type: string): boolean {
  return types.has(type);
}

/**
 * The fields that name the entity of a type. Throws where they cannot: a single one must be a
 * required id, of several each must be an optional one.
 */
function entityFieldsOf(type: string, shape: PayloadShape, names: readonly string[]): ShapeField[] {
  const isSingle = names.length === 1;
  return names.map((name) => {
    const field = shape.fields.find((one) => one.name === name);
    if (field?.id && field.optional !== isSingle) return field;
    const wanted = isSingle ? 'a required' : 'an optional';
    throw new Error(`${type}: entityId "${name}" must be ${wanted} id field.`);
  });
}

/** Whether `data` has exactly one of the fields that name the entity. */
function entityIdErrors(names: readonly string[], data: unknown): FieldError[] {
  if (names.length === 1 || !isJsonObject(data)) return [];
  const given = names.filter((name) => Object.hasOwn(data, name) && data[name] !== undefined);
  const [first, ...others] = given;
  if (first === undefined) {
    const message = `one of ${names.join(', ')} is required`;
    return [{ pointer: '/data', code: 'required', message }];
  }
  return others.map((name) => ({
    pointer: `/data/${name}`,
    code: 'not_together',
    message: `${name} must not stand beside ${first}`,
  }));
}

/** The same rule in JSON Schema. */
function entityIdSchema(names: readonly string[]): JsonSchema {
  if (names.length === 1) return {};
  return { oneOf: names.map((name) => ({ required: [name], properties: { [name]: true } })) };
}
