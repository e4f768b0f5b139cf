/** A client of the HTTP API, as small as can be: throws for everything that is not 2xx. */
export function createApi({ url, key, signal }) {
  async function call(method, path, body) {
    const response = await fetch(`${url}${path}`, {
      method,
      signal,
      headers: {
        Authorization: `Bearer ${key}`,
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return JSON.parse(text);
  }
  return { get: (path) => call('GET', path), post: (path, body) => call('POST', path, body) };
}
