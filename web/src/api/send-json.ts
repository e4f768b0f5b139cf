import { asProblem, isAbort } from './problem';

interface SendOptions {
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal;
}

/** Sends a request and gives the JSON of its answer. Throws an `ApiProblem` for every other outcome. */
export async function sendJson<T>(
  method: string,
  path: string,
  { headers = {}, body, signal }: SendOptions,
): Promise<T> {
  const content = body !== undefined && {
    body: JSON.stringify(body),
    headers: { ...headers, 'Content-Type': 'application/json' },
  };
  const init = { method, headers, ...content, ...(signal && { signal }) };
  const answer = await fetch(path, init).catch((error: unknown) => {
    throw isAbort(error) ? error : asProblem(error);
  });
  if (answer.status === 204) return undefined as T;
  const read = (await answer.json().catch(() => undefined)) as unknown;
  if (!answer.ok || read === undefined) throw asProblem(read, answer.status);
  return read as T;
}
