import type { OpenAPIObject } from '@nestjs/swagger';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']> & {
  /** The roles that may call it, or `any`; absent where no key is required. */
  'x-roles'?: string[];
  /** The capability that a session needs beside the role. */
  'x-capability'?: string;
  /** The topic, by which operations are ordered. */
  'x-topic'?: string;
  /** The error codes of this operation beside those of every operation of its kind. */
  'x-error-codes'?: string[];
};

export type JsonValue =
  string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

/** A JSON Schema (draft 2020-12) as the document holds it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: JsonValue[];
  default?: JsonValue;
  example?: JsonValue;
  examples?: JsonValue[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  minimum?: number;
  [keyword: string]: unknown;
}

export type Schemas = Record<string, Schema>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

export type Method = (typeof METHODS)[number];

export interface PlacedOperation {
  path: string;
  method: Method;
  operation: Operation;
}

/** Returns every operation of a document with its place, in the document's order. */
export function operationsOf({ paths }: Pick<OpenAPIObject, 'paths'>): PlacedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path, method, operation }] : [];
    }),
  );
}

export function schemasOf({ components }: OpenAPIObject): Schemas {
  return (components?.schemas ?? {}) as Schemas;
}

/** Returns the name behind `#/components/schemas/…`. */
export function nameOf(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

/** Calls `visit` with every schema object below a value, the outer ones first. */
export function walkSchemas(value: unknown, visit: (schema: Schema) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) visit(value as Schema);
  for (const below of Object.values(value)) walkSchemas(below, visit);
}

/** The parts of the document that do not come from the routes. */
export interface DocumentExtras {
  /** The URL of the API, without a slash at its end. */
  serverUrl?: string;
  /** The requests to receivers, by the name of the webhook, with the schemas that they refer to. */
  webhooks?: Record<string, { post: Operation }>;
  schemas?: Schemas;
  parameters?: NonNullable<NonNullable<OpenAPIObject['components']>['parameters']>;
}
