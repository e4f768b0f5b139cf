/** Whether a pattern of an endpoint takes a type: an exact name, `session.*` at any depth, or `*`. */
export function takes(patterns: readonly string[] | null, type: string): boolean {
  const isAboutEndpoints = type.startsWith('endpoint.');
  if (patterns === null) return !isAboutEndpoints;
  return patterns.some(
    (pattern) =>
      pattern === type ||
      (pattern === '*' && !isAboutEndpoints) ||
      (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))),
  );
}
