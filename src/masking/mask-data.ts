import { isJsonObject } from '../catalogue/index.js';
import type { EventTypeDefinition } from '../catalogue/index.js';
import { childPointer } from '../common/index.js';

/** What is shown in place of a value that the reader may not see. */
export const MASKED = '[masked]';

/** The part of a type that decides what is masked. */
export type MaskedType = Pick<
  EventTypeDefinition,
  'schema' | 'personalFields' | 'idFields' | 'confidential'
>;

/** The data of an event without personal data. */
export interface MaskedData {
  /** Masked as a whole where the type is confidential or unknown. */
  shown: Record<string, unknown> | typeof MASKED;
  /** The texts and numbers that `shown` leaves out, each once. */
  hidden: string[];
}

/** Names that can be shown although no schema declares them. */
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/**
 * Masks what a type marks as personal and whatever its schema does not declare by name, because a publisher may
 * send further fields. An object or a list whose inner fields the schema does not list is masked as a whole. So
 * is a text at a pointer of `broken` (as in errors of a publish, `/data/…`), which is not what the schema says it
 * is.
 */
export function maskData(
  definition: MaskedType | undefined,
  data: unknown,
  broken: readonly string[] = [],
): MaskedData {
  const masker = new Masker(definition, broken);
  const isWhole = !definition || definition.confidential || !isJsonObject(data);
  const shown = isWhole ? masker.hide(data) : masker.fields(data, definition.schema, '');
  return { shown, hidden: [...masker.hidden] };
}

/** Returns whether a reader without personal data may see the value that stands at a pointer within `data`. */
export function showsField(definition: MaskedType | undefined, pointer: string): boolean {
  if (!definition || definition.confidential) return false;
  const { personalFields, idFields, schema } = definition;
  const name = pointer.slice(1);
  const isDeclared =
    isJsonObject(schema['properties']) && Object.hasOwn(schema['properties'], name);
  return isDeclared && !isPersonal(pointer, personalFields, idFields);
}

class Masker {
  readonly hidden = new Set<string>();
  private readonly broken: ReadonlySet<string>;
  private readonly personalFields: readonly string[];
  private readonly idFields: readonly string[];

  constructor(definition: MaskedType | undefined, broken: readonly string[]) {
    this.broken = new Set(broken);
    this.personalFields = definition?.personalFields ?? [];
    this.idFields = definition?.idFields ?? [];
  }

  fields(
    value: Record<string, unknown>,
    { properties }: MaskedType['schema'],
    pointer: string,
  ): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        const schema: unknown =
          isJsonObject(properties) && Object.hasOwn(properties, name)
            ? properties[name]
            : undefined;
        if (isJsonObject(schema))
          return [name, this.show(inner, schema, childPointer(pointer, name))];
        return [PLAIN_NAME.test(name) ? name : MASKED, this.hide(inner)];
      }),
    );
  }

  hide(value: unknown): typeof MASKED {
    const open: unknown[] = [value];
    while (open.length > 0) {
      const one = open.pop();
      if (typeof one === 'object' && one !== null) open.push(...Object.values(one));
      else if (typeof one === 'string' || typeof one === 'number') this.hidden.add(String(one));
    }
    return MASKED;
  }

  private show(value: unknown, schema: MaskedType['schema'], pointer: string): unknown {
    const isBroken = this.broken.has(`/data${pointer}`) && typeof value === 'string';
    if (isBroken || isPersonal(pointer, this.personalFields, this.idFields)) {
      return this.hide(value);
    }
    if (Array.isArray(value)) {
      const { items } = schema;
      if (!isJsonObject(items)) return this.hide(value);
      return value.map((item: unknown) => this.show(item, items, `${pointer}/*`));
    }
    if (!isJsonObject(value)) return value;
    return isJsonObject(schema['properties'])
      ? this.fields(value, schema, pointer)
      : this.hide(value);
  }
}

/** The empty pointer marks everything but the declared ids and the objects that lead to them. */
function isPersonal(
  pointer: string,
  personalFields: readonly string[],
  idFields: readonly string[],
): boolean {
  return personalFields.some((field) =>
    field === ''
      ? !idFields.some((id) => id === pointer || id.startsWith(`${pointer}/`))
      : pointer === field,
  );
}
