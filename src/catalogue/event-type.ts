import type { FieldError } from '../common/index.js';
import { derivationsOf } from './field-records.js';
import type { JsonSchema, PayloadClass } from './field-records.js';
import { isJsonObject, validatePayload } from './payload-rules.js';
import type { PayloadShape, ShapeField } from './payload-rules.js';
import { pointersOf, readShape } from './payload-shape.js';

interface EventTypeOptions {
  type: string;
  description: string;
  /** A valid `data`, which endpoint tests send and the documentation shows. It is checked at start. */
  example: Readonly<Record<string, unknown>>;
  /**
   * The field that identifies the entity of the event, which is the default `subject`. Where entities
   * are of several kinds, one field for each kind: `data` has exactly one of them.
   */
  entityId: string | readonly string[];
  /** True where only the ids of the payload are documented: all its other fields count as personal. */
  isOpen?: boolean;
  /** True for results of screening and monitoring: who learns of one may warn the person. */
  isConfidential?: boolean;
}

/** An id in an event's data, with the name of the field that holds it. */
export interface DeclaredId {
  field: string;
  value: string;
}

/** An event that derives from another one. */
export interface DerivedEvent {
  type: string;
  data: Record<string, unknown>;
}

/** One type of the catalogue. The methods accept any value, never throw and never change `data`. */
export interface EventTypeDefinition {
  readonly type: string;
  readonly pack: string;
  readonly description: string;
  /** The JSON Schema (2020-12) of `data`; it accepts the same values as `validate`. */
  readonly schema: JsonSchema;
  readonly example: Readonly<Record<string, unknown>>;
  /**
   * JSON Pointers relative to `data`. Everything below a personal field is personal; the pointer
   * `''` stands for all of `data` except its declared ids.
   */
  readonly personalFields: readonly string[];
  readonly idFields: readonly string[];
  /**
   * True where the existence of an event must not become known to the person it is about: messages only say
   * that there is something to read, and an endpoint gets it whole only where it names the type.
   */
  readonly confidential: boolean;
  /**
   * One name, or several of which `data` has exactly one; empty where a registered type declares
   * none.
   */
  readonly entityIdFields: readonly string[];
  /** The types that `derive` can return. */
  readonly derives: readonly string[];
  /**
   * Makes ready for `validate` in turns of the event loop, where that may take long; who waits for it goes on in a turn
   * of its own. Absent for types that are built in; undefined where nothing is left to do.
   */
  prepare?(): Promise<void> | undefined;
  /**
   * Returns one error for each field that breaks a rule; pointers start at the publish body
   * (`/data/…`).
   */
  validate(data: unknown): FieldError[];
  subjectOf(data: unknown): string | undefined;
  externalRefOf(data: unknown): string | null;
  /** Returns every declared id that has a value, including those in nested objects, each once. */
  idsOf(data: unknown): DeclaredId[];
  isSandbox(data: unknown): boolean;
  /**
   * Returns the events that derive from this `data`. They are valid for their types whenever `data`
   * is valid.
   */
  derive(data: unknown): DerivedEvent[];
}

const options = new WeakMap<PayloadClass, EventTypeOptions>();

/** Makes a payload class an event type. The type can be published once its pack lists it. */
export function EventType(of: EventTypeOptions): (payloadClass: PayloadClass) => void {
  return (payloadClass) => {
    options.set(payloadClass, of);
  };
}

/** Returns the name of the type that a class describes, for typed publishers. */
export function eventTypeOf(payloadClass: PayloadClass): string {
  return optionsOf(payloadClass).type;
}

const TYPE_NAME = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;

/** Returns whether a text is words of letters, digits, `_` and `-`, separated by dots. */
export function isTypeName(text: string): boolean {
  return TYPE_NAME.test(text);
}

/** Reads a payload class. Throws an error that names the type where the class is not valid. */
export function defineEventType(pack: string, payloadClass: PayloadClass): EventTypeDefinition {
  const { type, description, example, ...of } = optionsOf(payloadClass);
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
    personalFields: of.isOpen ? [''] : pointersOf(shape, (field) => field.personal),
    idFields: pointersOf(shape, (field) => field.id),
    confidential: of.isConfidential ?? false,
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

/** Returns the text of an own field; undefined where it is empty, absent or not a text. */
export function textAt(data: unknown, name: string): string | undefined {
  const value = ownValue(data, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Reads only own fields, because `data` comes from outside and every object inherits some names. */
function ownValue(data: unknown, name: string): unknown {
  return isJsonObject(data) && Object.hasOwn(data, name) ? data[name] : undefined;
}

const types = new Set<string>();

/**
 * Declares, above the event type of a class, that its events are results that were delayed because a
 * provider was unavailable. They go only to tenants that accept such results.
 */
export function NeedsDowntimeHandling(): (payloadClass: PayloadClass) => void {
  return (payloadClass) => {
    types.add(eventTypeOf(payloadClass));
  };
}

/** Returns whether events of a type go only to tenants with `network_downtime_handling`. */
export function needsDowntimeHandling(type: string): boolean {
  return types.has(type);
}

/**
 * Returns the fields that identify the entity of a type. Throws where they are not suitable: a single
 * field must be a required id, and each of several fields must be an optional id.
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

/** Returns an error unless `data` has exactly one of the fields that identify the entity. */
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

/** Returns the rule of `entityIdErrors` as a JSON Schema. */
function entityIdSchema(names: readonly string[]): JsonSchema {
  if (names.length === 1) return {};
  return { oneOf: names.map((name) => ({ required: [name], properties: { [name]: true } })) };
}

/** Returns whether the content of a type is confidential. A type that is not in the catalogue (any more) is. */
export function isConfidential(
  definition: Pick<EventTypeDefinition, 'confidential'> | undefined,
): boolean {
  return definition?.confidential ?? true;
}
