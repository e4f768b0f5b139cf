/** A reference in an event's data to a file of the asset store. */
export interface AssetReference {
  /** JSON Pointer (RFC 6901) into the publish body. */
  pointer: string;
  /** Undefined if the reference is malformed: it has other fields, or its value is not a string. */
  key: string | undefined;
}

interface Place {
  value: unknown;
  pointer: string;
}

const FIELD = '$asset';
/** The field as `JSON.stringify` writes it. The stored text contains no other spelling. */
const MARK = JSON.stringify(FIELD);

/** As long as the query of a signed link. */
const PLACEHOLDER_QUERY = `X-Amz-Signature=${'0'.repeat(364)}`;
/** A longer key is refused elsewhere. */
const MAX_PLACEHOLDER_KEY = 1024;

/**
 * Returns every `{"$asset": …}` in the JSON text of an event's data, which `JSON.stringify` has written.
 * A text without references costs one search.
 */
export function findAssets(dataJson: string): AssetReference[] {
  if (!dataJson.includes(MARK)) return [];
  const found: AssetReference[] = [];
  const open: Place[] = [{ value: JSON.parse(dataJson), pointer: '/data' }];
  // A list instead of recursion, because the nesting of data is not bounded here.
  for (let place = open.pop(); place; place = open.pop()) {
    const { value, pointer } = place;
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value) && Object.hasOwn(value, FIELD)) {
      found.push({ pointer, key: keyOf(value) });
    } else {
      open.push(...placesIn(value, pointer).toReversed());
    }
  }
  return found;
}

/** Returns the parsed data with a text in place of each reference. */
export function replaceAssets(dataJson: string, textFor: (key: string) => string): unknown {
  return JSON.parse(dataJson, (_, value: unknown) => {
    const key = keyOf(value);
    return key === undefined ? value : textFor(key);
  });
}

/** Returns the data for validation: each reference is replaced by a URL about as long as the link. */
export function withPlaceholders(dataJson: string): unknown {
  return replaceAssets(dataJson, (key) => {
    const path = key.slice(0, MAX_PLACEHOLDER_KEY).replaceAll(/\p{Surrogate}/gu, '');
    return `https://assets.example/${encodeURI(path)}?${PLACEHOLDER_QUERY}`;
  });
}

function keyOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [[name, key] = [], ...others] = Object.entries(value) as [string, unknown][];
  return name === FIELD && others.length === 0 && typeof key === 'string' ? key : undefined;
}

function placesIn(value: object, pointer: string): Place[] {
  return Object.entries(value).map(([name, inner]: [string, unknown]) => ({
    value: inner,
    pointer: `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  }));
}
