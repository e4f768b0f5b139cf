import type { PayloadClass } from './field-records.js';

/** What goes along with an event: nothing where undefined; a field that is undefined is left out. */
type Derive<Cause, Effect> = (
  cause: Cause,
) => { [Name in keyof Effect]: Effect[Name] | undefined } | undefined;

/** One rule of a type about what its events bring along. */
export interface Derivation {
  readonly effect: () => PayloadClass;
  readonly derive: (cause: object) => object | undefined;
}

const derivations = new WeakMap<PayloadClass, Derivation[]>();

/**
 * Says that an event of this class brings another one along, with data made from its own. The class
 * is given late, so that it may be declared below. The rule may copy and choose; it must not guess.
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
