const THINGS: Record<string, string> = {
  deliveries: 'delivery',
  events: 'event',
  endpoints: 'endpoint',
  replays: 'replay',
  rejected: 'refused publish',
  tenants: 'tenant',
  'event-types': 'event type',
};

/** The page that an address leads to, in words; null for the first page of a face. */
export function wantedPage(pathname: string): string | null {
  const parts = pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decode)
    .slice(1);
  const [last] = parts.slice(-1);
  const thing = THINGS[parts.at(-2) ?? ''];
  if (last === undefined || last === 'overview') return null;
  if (thing !== undefined && last !== 'new') return `the ${thing} ${last}`;
  if (last === 'new') return `the form for a new ${thing ?? 'entry'}`;
  return `the page “${last.replaceAll('-', ' ')}”`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
