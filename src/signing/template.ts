/** A template that was split at its placeholders: the texts, and the names between them. */
export interface Template {
  readonly texts: readonly string[];
  readonly names: readonly string[];
}

const PLACEHOLDER = /\{([^{}]*)\}/;

/** Splits `a{id}b` into the texts `a` and `b` and the name `id`. Inserted values are not parsed again. */
export function parseTemplate(source: string): Template {
  const parts = source.split(PLACEHOLDER);
  return {
    texts: parts.filter((_, index) => index % 2 === 0),
    names: parts.filter((_, index) => index % 2 === 1),
  };
}

export function fillTemplate(
  { texts, names }: Template,
  valueOf: (name: string) => string,
): string {
  return names.reduce(
    (text, name, index) => text + valueOf(name) + texts[index + 1],
    texts[0] ?? '',
  );
}
