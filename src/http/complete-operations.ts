import type { OpenAPIObject } from '@nestjs/swagger';
import { audiencesOf } from './openapi/audiences.js';
import { operationsOf, schemasOf } from './openapi/document-types.js';
import type {
  JsonValue,
  Operation,
  PlacedOperation,
  Schema,
  Schemas,
} from './openapi/document-types.js';
import { exampleOf } from './openapi/examples.js';
import { PATH_EXAMPLES } from './openapi/example-values.js';
import { FIELD_EXAMPLES } from './openapi/field-examples.js';
import { operationIdOf } from './openapi/operation-id.js';
import { describeProblems } from './openapi/problems.js';

type Parameters = NonNullable<PlacedOperation['operation']['parameters']>;

const TENANT = "The tenant's id, its `external_id`, or `me` for a key of the tenant.";

const IDEMPOTENCY_KEY: Parameters[number] = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description:
    '1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the ' +
    'first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; ' +
    'where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. ' +
    'On `POST /v1/events` it is `idempotency_key`.',
  schema: { type: 'string' as const, minLength: 1, maxLength: 255 },
  example: 'create-2026-03-01-0001',
};
const TAKES_NO_KEY = '/v1/events/batch';

/**
 * Adds the parts that controllers need not declare: names, audiences, path parameters, errors, examples,
 * and no key outside /v1. The declarations of a route take precedence. Changes the document.
 */
export function completeOperations(document: OpenAPIObject): void {
  const schemas = schemasOf(document);
  const shared: Record<string, NonNullable<Operation['responses'][string]>> = {};
  for (const placed of operationsOf(document)) {
    const { operation, path, method } = placed;
    operation.operationId ||= operationIdOf(method, path);
    operation['x-topic'] = operation.tags?.[0] ?? 'other';
    operation.tags = audiencesOf(operation);
    shortenSummary(operation);
    operation.parameters = parametersOf(placed);
    for (const answer of Object.values(operation.responses)) addExamples(answer, schemas);
    addExamples(operation.requestBody, schemas);
    describeProblems(placed, shared);
    if (!path.startsWith('/v1/')) operation.security = [];
  }
  document.components = { ...document.components, responses: shared };
}

/**
 * Makes the first sentence of a route's comment its summary, on one line, and the rest its
 * description. Does not cut code.
 */
function shortenSummary(operation: Operation): void {
  const summary = operation.summary ?? '';
  const [, first, rest] = /^((?:`[^`]*`|[^`])+?[.:;])\s(.+)$/s.exec(summary) ?? [];
  if (rest !== undefined) operation.description ??= rest;
  operation.summary = (first?.replace(/[:;]$/, '.') ?? summary).replaceAll(/\s+/g, ' ');
}

/** Returns the path parameters that no decorator declares, then the others, each with an example. */
function parametersOf({ operation, path, method }: PlacedOperation): Parameters {
  const declared = operation.parameters ?? [];
  const names = new Set(declared.map((parameter) => 'name' in parameter && parameter.name));
  const missing = [...path.matchAll(/([\w-]+)\/\{(\w+)\}/g)]
    .filter(([, , name = '']) => !names.has(name))
    .map(([, collection = '', name = '']) => ({
      name,
      in: 'path' as const,
      required: true,
      schema: { type: 'string' as const },
      description: name === 'tenant' ? TENANT : `Which of the ${collection}.`,
    }));
  const takesKey = method === 'post' && path.startsWith('/v1/') && path !== TAKES_NO_KEY;
  const parameters: Parameters = [
    ...missing,
    ...declared,
    ...(takesKey ? [{ ...IDEMPOTENCY_KEY }] : []),
  ];
  for (const parameter of parameters) {
    if (!('name' in parameter) || parameter.example !== undefined) continue;
    const example = parameterExample(parameter.name, path, parameter.schema as Schema | undefined);
    if (example !== undefined) parameter.example = example;
  }
  return parameters;
}

function parameterExample(
  name: string,
  path: string,
  schema: Schema | undefined,
): JsonValue | undefined {
  const collection = new RegExp(`([\\w-]+)/\\{${name}\\}`).exec(path)?.[1];
  if (collection !== undefined) return PATH_EXAMPLES[collection];
  const declared = schema?.examples?.[0] ?? schema?.example ?? schema?.default ?? schema?.enum?.[0];
  const known = FIELD_EXAMPLES[name];
  return declared ?? (typeof known === 'object' ? undefined : known);
}

/**
 * Puts an example beside each schema of a body, because tools that show the document look for it
 * there.
 */
function addExamples(body: unknown, schemas: Schemas): void {
  const { content = {} } = (body ?? {}) as { content?: Record<string, MediaType> };
  for (const media of Object.values(content)) {
    if (media.example !== undefined || media.examples !== undefined || !media.schema) continue;
    media.example = exampleOf(media.schema, schemas);
  }
}

interface MediaType {
  schema?: Schema;
  example?: JsonValue;
  examples?: object;
}
