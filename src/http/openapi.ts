import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { completeOperations } from './complete-operations.js';
import { serveDocs } from './docs/serve-docs.js';
import { FieldErrorDto } from './field-error.dto.js';
import { AUDIENCE_TAGS } from './openapi/audiences.js';
import { schemasOf, operationsOf } from './openapi/document-types.js';
import type { DocumentExtras } from './openapi/document-types.js';
import { addExamples } from './openapi/examples.js';
import { installedDocument } from './openapi/installed-document.js';
import { PROBLEM } from './openapi/problems.js';
import { tidySchemas } from './openapi/tidy-schemas.js';

type Paths = OpenAPIObject['paths'];

/** The topics in the order of the document; any other topic comes last. */
const TOPICS = [
  'publishing',
  'event types',
  'endpoints',
  'events',
  'erasure',
  'deliveries',
  'replays',
  'tenants',
  'keys',
  'sessions',
  'support',
  'operations',
];

/** Sorts the paths by topic; keeps their order within a topic. */
function inTopics(paths: Paths): Paths {
  const rankOf = (path: string): number => {
    const [first] = operationsOf({ paths: { [path]: paths[path] ?? {} } });
    const rank = TOPICS.indexOf(first?.operation['x-topic'] ?? '');
    return rank === -1 ? TOPICS.length : rank;
  };
  const sorted = Object.keys(paths).toSorted((a, b) => rankOf(a) - rankOf(b));
  return Object.fromEntries(sorted.map((path) => [path, paths[path] ?? {}]));
}

const DESCRIPTION = `Every event stored, signed, delivered, retried and on record.

Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`; a 422 names each field in
\`errors\`. Lists take \`limit\` and \`cursor\` and answer \`{data, next_cursor}\`, newest first.
Unknown fields of a request are refused. Every answer bears \`x-request-id\`, which the log knows.`;

/** Builds the OpenAPI 3.1 document of all routes from the code. */
export function buildOpenApiDocument(
  app: NestFastifyApplication,
  { serverUrl = '/', webhooks = {}, schemas = {}, parameters = {} }: DocumentExtras = {},
): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Postrider')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(serverUrl)
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'An API key (`pr_…`).' },
      'api_key',
    )
    .addSecurityRequirements('api_key');
  for (const { name, description } of AUDIENCE_TAGS) config.addTag(name, description);
  const document = SwaggerModule.createDocument(app, config.build(), {
    extraModels: [FieldErrorDto],
    // Routes that declare no name get one below, from their path.
    operationIdFactory: () => '',
  });
  tidySchemas(document);
  Object.assign(schemasOf(document), { Problem: PROBLEM });
  addExamples(schemasOf(document));
  completeOperations(document);
  Object.assign(schemasOf(document), schemas);
  document.components = { ...document.components, parameters };
  return { ...document, paths: inTopics(document.paths), webhooks };
}

/** Serves the document of this installation as `/openapi.json`, and as a page at `/docs`. */
export function serveOpenApi(app: NestFastifyApplication, extras: DocumentExtras = {}): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  serveDocs(fastify, installedDocument(extras));
}
