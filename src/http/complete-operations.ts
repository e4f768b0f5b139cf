import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

const TENANT = "The tenant's id, its `external_id`, or `me` for a key of the tenant.";

const PROBLEM: Schema = {
  type: 'object',
  description: 'RFC 9457.',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable.' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'message'],
        properties: {
          pointer: { type: 'string', description: 'JSON Pointer (RFC 6901) into the request.' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
  },
};

/** Adds what holds for every route and no controller says: path parameters, problems, no key outside /v1. */
export function completeOperations(document: OpenAPIObject): OpenAPIObject {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM },
  };
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation) complete(operation, path);
    }
  }
  return document;
}

function complete(operation: Operation, path: string): void {
  const declared = operation.parameters ?? [];
  const names = new Set(declared.map((parameter) => 'name' in parameter && parameter.name));
  const missing = [...path.matchAll(/\{(\w+)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => !names.has(name));
  operation.parameters = [
    ...missing.map((name) => ({
      name,
      in: 'path' as const,
      required: true,
      schema: { type: 'string' as const },
      ...(name === 'tenant' && { description: TENANT }),
    })),
    ...declared,
  ];
  operation.responses['default'] ??= {
    description: 'What went wrong',
    content: {
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    },
  };
  if (!path.startsWith('/v1/')) operation.security = [];
}
