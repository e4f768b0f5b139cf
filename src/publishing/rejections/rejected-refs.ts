const MAX_REFS = 64;
const MAX_LENGTH = 500;
const MAX_NODES = 5_000;
/** Names of fields that hold ids in the seeds and their like: `session_id`, `customerKey`, `external_ref`. */
const ID_NAME =
  /(?:^|_)(?:id|ids|key|ref|uuid|number|reference|subject)$|(?:Id|Ids|Key|Ref|Uuid|Number|Reference)$/;

/**
 * Returns the ids in a publish body as it was sent, by which support finds it: subject, idempotency key, and
 * the values in its data under names that hold ids. The type may be unknown and the data broken, so that
 * only names can be relied on. At most 64.
 */
export function refsOf(body: unknown): string[] {
  const refs = new Set<string>();
  let seen = 0;
  const look = (name: string, value: unknown): void => {
    const isObject = typeof value === 'object' && value !== null;
    if (!isObject && ID_NAME.test(name) && name !== 'tenant_id' && isId(value)) {
      refs.add(String(value));
    }
    for (const [key, child] of isObject ? Object.entries(value) : []) {
      seen += 1;
      if (seen > MAX_NODES || refs.size >= MAX_REFS) return;
      look(Array.isArray(value) ? name : key, child);
    }
  };
  look('', body);
  return [...refs];
}

function isId(value: unknown): value is string | number {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  return typeof value === 'string' && value !== '' && value.length <= MAX_LENGTH;
}
