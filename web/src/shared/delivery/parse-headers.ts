/** Lines such as `name: value`, or a JSON object, as an object. Lines without a colon are left out. */
export function parseHeaders(text: string): Record<string, string> {
  const parsed = asObject(text);
  if (parsed !== undefined) return parsed;
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value] =
        /^\s*(?:>|-H\s+['"]?)?\s*([\w-]+)\s*:\s*(.*?)['"]?\s*\\?\s*$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}

function asObject(text: string): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]));
  } catch {
    return undefined;
  }
}
