import type { OpenAPIObject } from '@nestjs/swagger';
import { nameOf, operationsOf, schemasOf, walkSchemas } from './document-types.js';
import type { Schema, Schemas } from './document-types.js';

/** Fields that hold an ISO 8601 time, by their names. */
const TIME_FIELD = /^(?:at|since|until|time|.*_(?:at|since|until))$/;

/** Gives schemas the names and keywords that suit generated clients. Changes the document. */
export function tidySchemas(document: OpenAPIObject): void {
  rename(document);
  const schemas = schemasOf(document);
  walkSchemas(document.components, unwrap);
  walkSchemas(document.paths, unwrap);
  for (const schema of Object.values(schemas)) nameTimes(schema);
  for (const name of requestSchemas(document, schemas)) describeDefaults(schemas[name] ?? {});
}

/**
 * Renames `CreateEndpointDto` to `CreateEndpoint`, because the suffix means nothing to readers of
 * the API.
 */
function rename(document: OpenAPIObject): void {
  const renamed: Schemas = {};
  for (const [name, schema] of Object.entries(schemasOf(document))) {
    const shown = shownName(name);
    if (shown in renamed) throw new Error(`Two schemas of the API are called ${shown}.`);
    renamed[shown] = schema;
  }
  document.components = { ...document.components, schemas: renamed };
  walkSchemas([document.components, document.paths], (schema) => {
    if (typeof schema.$ref === 'string' && schema.$ref.startsWith('#/components/schemas/')) {
      schema.$ref = `#/components/schemas/${shownName(nameOf(schema.$ref))}`;
    }
  });
}

function shownName(name: string): string {
  return name.replace(/(?:Dto|Body)$/, '');
}

/**
 * Uses the forms of OpenAPI 3.1: a reference may have a description beside it, and `examples` is a
 * list.
 */
function unwrap(schema: Schema): void {
  const [only, ...others] = Array.isArray(schema.allOf) ? schema.allOf : [];
  if (only?.$ref !== undefined && others.length === 0) {
    delete schema.allOf;
    schema.$ref = only.$ref;
  }
  for (const property of Object.values(schema.properties ?? {})) {
    if (property.example === undefined) continue;
    property.examples ??= [property.example];
    delete property.example;
  }
}

function nameTimes({ properties = {} }: Schema): void {
  for (const [name, property] of Object.entries(properties)) {
    const isText = [property.type].flat().includes('string');
    if (isText && TIME_FIELD.test(name) && !property.enum) property.format ??= 'date-time';
  }
}

/**
 * Names the defaults of requests in descriptions instead of `default`, because generators treat a field
 * with a default as one that is always present, which is true only of answers.
 */
function describeDefaults({ properties = {} }: Schema): void {
  for (const property of Object.values(properties)) {
    if (property.default === undefined) continue;
    const said = `Default: \`${JSON.stringify(property.default)}\`.`;
    property.description = [property.description, said].filter(Boolean).join(' ');
    delete property.default;
  }
}

function requestSchemas(document: OpenAPIObject, schemas: Schemas): Set<string> {
  const found = new Set<string>();
  const look = (value: unknown): void =>
    walkSchemas(value, ({ $ref }) => {
      const name = typeof $ref === 'string' ? nameOf($ref) : undefined;
      if (name === undefined || found.has(name)) return;
      found.add(name);
      look(schemas[name]);
    });
  for (const { operation } of operationsOf(document)) look(operation.requestBody);
  return found;
}
