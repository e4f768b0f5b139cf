/** A place in an event's data that names a file of the asset store. */
export interface AssetReference {
  /** JSON Pointer (RFC 6901) into the publish body. */
  pointer: string;
  /** Undefined where the place only looks like a reference: it has more fields, or no text. */
  key: string | undefined;
}

interface Place {
  value: unknown;
  pointer: string;
}

const FIELD = '$asset';
/** As `JSON.stringify` spells the field; an escape in what came in is gone by then. */
const MARK = JSON.stringify(FIELD);

/** As long as the signature and its companions in the query of a link. */
const STAND_IN_QUERY = `X-Amz-Signature=${'0'.repeat(364)}`;
/** A key longer than this is refused anyway. */
const MAX_STAND_IN_KEY = 1024;

/**
 * Every `{"$asset": …}` in the JSON text of an event's data as `JSON.stringify` wrote it. Costs one
 * search of the text where there is none.
 */
export function findAssets(dataJson: string): AssetReference[] {
  if (!dataJson.includes(MARK)) return [];
  const found: AssetReference[] = [];
  const open: Place[] = [{ value: JSON.parse(dataJson), pointer: '/data' }];
  // A list of its own instead of the stack: data may be nested as deep as it likes.
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

/** The data with a text in the place of each reference. */
export function replaceAssets(dataJson: string, textFor: (key: string) => string): unknown {
  return JSON.parse(dataJson, (_, value: unknown) => {
    const key = keyOf(value);
    return key === undefined ? value : textFor(key);
  });
}

/** What the rules of a type look at instead: a URL about as long as the link will be. */
export function withPlaceholders(dataJson: string): unknown {
  return replaceAssets(dataJson, (key) => {
    const path = key.slice(0, MAX_STAND_IN_KEY).replaceAll(/\p{Surrogate}/gu, '');
    return `https://assets.example/${encodeURI(path)}?${STAND_IN_QUERY}`;
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
