import type { PayloadClass } from './field-records.js';

/**
 * Returns the data of the derived event, or undefined where there is none. Fields that are
 * undefined are left out.
 */
type Derive<Cause, Effect> = (
  cause: Cause,
) => { [Name in keyof Effect]: Effect[Name] | undefined } | undefined;

/** A rule by which another event derives from the events of a type. */
export interface Derivation {
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
