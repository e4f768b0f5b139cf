/** A template cut at its placeholders once: texts, and the names that stand between them. */
export interface Template {
  readonly texts: readonly string[];
  readonly names: readonly string[];
}

const PLACEHOLDER = /\{([^{}]*)\}/;

/** `a{id}b` becomes the texts `a`, `b` and the name `id`; what is filled in is never read again. */
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
