/** A JSON Schema (draft 2020-12) as plain JSON. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A class whose instances have the shape of an event's `data`, or of an object inside it. */
export type PayloadClass<T extends object = object> = new () => T;

/** A named group of event types that the `CATALOGUE` setting switches on. */
export interface Pack {
  readonly name: string;
  readonly events: readonly PayloadClass[];
}

/** The facts that a field decorator records beside the class-validator rules that it applies. */
interface FieldRecord {
  readonly name: string;
  readonly optional: boolean;
  readonly id: boolean;
  /** True for an id that may be a whole number. */
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

/** Marks a field with personal data, which is masked where bodies are shown and erased by redaction. */
export function Personal(): (prototype: object, name: string) => void {
  return (prototype, name) => {
    const known = personalNames.get(prototype);
    if (known) known.add(name);
    else personalNames.set(prototype, new Set([name]));
  };
}

/** Returns the fields of a class in the order of their declaration, those of its parents first. */
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
 * Base of types whose provider documents only ids, or little more. All further fields are kept as they
 * are, also where they are published from code.
 */
export class OpenPayload {
  [field: string]: unknown;
}

/** Ends the description of a type that has an id and nothing else declared. */
export const OPEN_NOTE = 'Only the id is checked: further fields are up to the provider.';

/** Ends the description of a type that also declares optional fields. */
export const OPTIONAL_NOTE =
  'Only the id is guaranteed: each other field may be absent, and further ones are up to the provider.';

/**
 * Returns the data of the derived event, or undefined where there is none. Fields that are
 * undefined are left out.
 */
type Derive<Cause, Effect> = (
  cause: Cause,
) => { [Name in keyof Effect]: Effect[Name] | undefined } | undefined;

/** A rule by which another event derives from the events of a type. */
interface Derivation {
  readonly effect: () => PayloadClass;
  readonly derive: (cause: object) => object | undefined;
}

const derivations = new WeakMap<PayloadClass, Derivation[]>();

/**
 * Declares that another event derives from each event of this class, with data made from its own. The
 * class is passed as a function so that it may be declared below. The rule may copy and select values;
 * it must not guess any.
 */
export function Derives<Cause extends object, Effect extends object>(
  effect: () => PayloadClass<Effect>,
  derive: Derive<Cause, NoInfer<Effect>>,
): (payloadClass: PayloadClass<Cause>) => void {
  return (payloadClass) => {
    const rule = { effect, derive: derive as Derivation['derive'] };
    derivations.set(payloadClass, [...derivationsOf(payloadClass), rule]);
  };
}

export function derivationsOf(payloadClass: PayloadClass): readonly Derivation[] {
  return derivations.get(payloadClass) ?? [];
}
