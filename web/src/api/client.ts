import createClient from 'openapi-fetch';
import { ApiProblem, asProblem, isAbort } from './problem';
import { sendJson } from './send-json';
import { sessionEnded, sessionHeaders } from './session';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** The routes of the API, typed by docs/openapi.json. */
export const api = createClient<paths>({ baseUrl: location.origin });

api.use({
  onRequest({ request }) {
    for (const [name, value] of Object.entries(sessionHeaders(request.method))) {
      request.headers.set(name, value);
    }
    return request;
  },
  onResponse({ response }) {
    if (response.status === 401) sessionEnded();
  },
});

/** The body of an answer. Throws an `ApiProblem` for every other outcome. */
export async function read<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await answer.catch((thrown: unknown) => {
    throw isAbort(thrown) ? thrown : asProblem(thrown);
  });
  if (error !== undefined || !response.ok) throw asProblem(error, response.status);
  return data as T;
}

/** A request to a route that the typed client does not know yet. */
export async function call<T>(
  method: 'GET' | 'POST',
  path: string,
  options: { body?: unknown; signal?: AbortSignal } = {},
): Promise<T> {
  try {
    return await sendJson<T>(method, path, { headers: sessionHeaders(method), ...options });
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) sessionEnded();
    throw error;
  }
}
