import type { Method } from './document-types.js';

const VERBS: Readonly<Record<Method, string>> = {
  get: 'get',
  post: 'create',
  put: 'replace',
  patch: 'update',
  delete: 'delete',
};

/**
 * Returns the name of an operation as a person would choose it, from its method and path:
 * `GET …/deliveries` is `listDeliveries`, `GET …/deliveries/{id}` `getDelivery`, and
 * `POST …/deliveries/{id}/retry` `retryDelivery`. Where the name reads badly, or two operations get
 * the same name, the route declares its own: `@ApiOperation({ operationId })`.
 */
export function operationIdOf(method: Method, path: string): string {
  const steps = path.split('/').filter((step) => step !== '' && step !== 'v1');
  const own = steps[0] === 'tenants' && steps.length > 2 ? steps.slice(2) : steps;
  const last = own.at(-1) ?? '';
  const names = own.filter((step) => !isParameter(step));
  if (isParameter(last)) return `${VERBS[method]}${titleOf(singular(names.at(-1) ?? ''))}`;
  const isBelowOne = isParameter(own.at(-2) ?? '');
  const owner = titleOf(singular(names.at(-2) ?? ''));
  if (method === 'post' && isBelowOne) return `${camelOf(last)}${owner}`;
  const isList = method === 'get' && last !== singular(last);
  const verb = isList ? 'list' : VERBS[method];
  const object = method === 'post' ? singular(last) : last;
  return `${verb}${isBelowOne ? owner : ''}${titleOf(object)}`;
}

function isParameter(step: string): boolean {
  return step.startsWith('{');
}

function singular(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.endsWith('s') && !/(?:ss|settings|stats)$/.test(word) ? word.slice(0, -1) : word;
}

function camelOf(words: string): string {
  return words.replaceAll(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());
}

function titleOf(words: string): string {
  const camel = camelOf(words);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}
