/** A JSON Schema (draft 2020-12) as plain JSON. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A class whose instances have the shape of an event's `data`, or of an object inside it. */
export type PayloadClass<T extends object = object> = new () => T;

/** A named group of event types that the `CATALOGUE` setting switches on. */
export interface Pack {
  readonly name: string;
  readonly events: readonly PayloadClass[];
}

/** What a field decorator notes down beside the class-validator rules that it applies. */
export interface FieldRecord {
  readonly name: string;
  readonly optional: boolean;
  readonly id: boolean;
  /** An id that may be a whole number. */
  readonly numeric: boolean;
  readonly schema: JsonSchema;
  readonly nested?: () => PayloadClass;
}

const records = new WeakMap<object, FieldRecord[]>();
const personalNames = new WeakMap<object, Set<string>>();

export function recordField(prototype: object, field: FieldRecord): void {
  const known = records.get(prototype);
  if (known) known.push(field);
  else records.set(prototype, [field]);
}

/** Marks a field that holds personal data: masked where bodies are shown, erased by redaction. */
export function Personal(): (prototype: object, name: string) => void {
  return (prototype, name) => {
    const known = personalNames.get(prototype);
    if (known) known.add(name);
    else personalNames.set(prototype, new Set([name]));
  };
}

/** The fields of a class in declaration order, those of its parents first. */
export function fieldsOf(payloadClass: PayloadClass): FieldRecord[] {
  return prototypesOf(payloadClass).flatMap((prototype) => records.get(prototype) ?? []);
}

export function isPersonal(payloadClass: PayloadClass, name: string): boolean {
  return prototypesOf(payloadClass).some((prototype) => personalNames.get(prototype)?.has(name));
}

function prototypesOf(payloadClass: PayloadClass): object[] {
  const chain: object[] = [];
  let prototype: unknown = payloadClass.prototype;
  while (typeof prototype === 'object' && prototype !== null) {
    chain.unshift(prototype);
    prototype = Object.getPrototypeOf(prototype);
  }
  return chain;
}

/**
 * For types whose provider documents ids, or little more: what else it puts in passes untouched, from
 * code too.
 */
export class OpenPayload {
  [field: string]: unknown;
}

/** Ends the description of a type that has an id and nothing else declared. */
export const OPEN_NOTE = 'Only the id is checked: further fields are up to the provider.';

/** Ends the description of a type that declares optional fields besides. */
export const OPTIONAL_NOTE =
  'Only the id is guaranteed: each other field may be absent, and further ones are up to the provider.';
