import type { LiveCatalogue } from '../catalogue/index.js';

/** Whether a type can be published, by what any process registered so far. */
export async function knownTypes(
  catalogue: LiveCatalogue,
  types: readonly string[] | null,
): Promise<(type: string) => boolean> {
  if (types?.some((type) => !catalogue.has(type))) await catalogue.refresh();
  return (type) => catalogue.has(type) || catalogue.isReserved(type);
}
