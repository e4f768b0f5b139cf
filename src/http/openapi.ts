import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { completeOperations } from './complete-operations.js';

const DESCRIPTION = `Every event stored, signed, delivered, retried and on record.

Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`; a 422 names each field in
\`errors\`. Lists take \`limit\` and \`cursor\` and answer \`{data, next_cursor}\`, newest first.
Unknown fields of a request are refused.`;

/** In the order in which they are read. */
const TAGS = [
  ['publishing', 'What internal services call.'],
  ['event types', 'What can be published.'],
  ['endpoints', 'Where a tenant wants its events, and the secrets that sign them.'],
  ['events', 'What was published, and what became of it.'],
  ['deliveries', 'Each event on its way to each endpoint, with every attempt.'],
  ['replays', 'Whatever failed or was missed, sent again.'],
  ['tenants', 'Tenants, their settings and who changed what.'],
  ['keys', 'API keys.'],
  ['support', 'Across tenants.'],
  ['operations', 'Health.'],
] as const;

/** The OpenAPI 3.1 document of all routes, made from the code. */
export function buildOpenApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Postrider')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'An API key (`pr_…`).' },
      'api_key',
    )
    .addSecurityRequirements('api_key');
  for (const [name, description] of TAGS) config.addTag(name, description);
  return completeOperations(SwaggerModule.createDocument(app, config.build()));
}

/** `/openapi.json` and `/docs`, whose assets are all our own. */
export function serveOpenApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => buildOpenApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Postrider API',
    swaggerOptions: { defaultModelsExpandDepth: 0, docExpansion: 'list' },
  });
}
