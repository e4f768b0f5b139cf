export interface ApiAnswer<T = unknown> {
  status: number;
  headers: Headers;
  /** Parsed JSON; undefined where the body is empty. */
  body: T;
}

/** A key of `null` sends none. */
export type Api = <T = unknown>(
  method: string,
  path: string,
  body?: unknown,
  key?: string | null,
) => Promise<ApiAnswer<T>>;

/** One request to the API. A string is sent as it is, anything else as JSON. */
export async function callApi<T>(
  url: string,
  method: string,
  path: string,
  body: unknown,
  key: string | null,
): Promise<ApiAnswer<T>> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, body: (text === '' ? undefined : JSON.parse(text)) as T };
}

/** The body of a 2xx; throws for anything else, with what was answered. */
export function requireOk<T>(what: string, { status, body }: ApiAnswer<T>): T {
  if (status >= 200 && status <= 299) return body;
  throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`);
}
