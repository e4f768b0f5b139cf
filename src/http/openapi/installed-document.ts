import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { DocumentExtras } from './document-types.js';

/** Beside the compiled files, where the build puts it, and in the sources. */
const PLACES = ['../../../openapi.json', '../../../docs/openapi.json'];
const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g;

/**
 * Returns docs/openapi.json as it is for this installation: with its URL, and with the requests to receivers that
 * it makes. The file is what `buildOpenApiDocument` says of the code (`npm run drift` compares them); to build it at
 * each start took a fifth of the start's CPU. Throws where the build has not put it beside the compiled files.
 */
export function installedDocument(extras: DocumentExtras): OpenAPIObject {
  const { serverUrl, webhooks, schemas, parameters } = extras;
  const document = readDocument();
  const { components } = document;
  const others = withoutWebhooks(document);
  return {
    ...document,
    ...(serverUrl !== undefined && { servers: [{ url: serverUrl }] }),
    components: {
      ...components,
      schemas: { ...others, ...schemas },
      parameters: parameters ?? {},
    },
    webhooks: webhooks ?? {},
  };
}

function readDocument(): OpenAPIObject {
  const files = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const file = files.find((one) => existsSync(one));
  if (file === undefined) {
    throw new Error(`${files[0]} is missing: "npm run build" makes it from docs/openapi.json.`);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as OpenAPIObject;
}

/** Returns the schemas that no webhook refers to and that refer to none of the webhooks'. */
function withoutWebhooks({ components, webhooks = {} }: OpenAPIObject): Record<string, object> {
  const ofWebhooks = referencesIn(webhooks);
  const isOfRoutes = ([name, schema]: [string, object]): boolean =>
    !ofWebhooks.has(name) && ![...referencesIn(schema)].some((one) => ofWebhooks.has(one));
  return Object.fromEntries(Object.entries(components?.schemas ?? {}).filter(isOfRoutes));
}

function referencesIn(part: object): Set<string> {
  return new Set([...JSON.stringify(part).matchAll(REFERENCE)].map(([, name = '']) => name));
}
