// Compares web/src/api/schema.d.ts, the types of the pages' client, with docs/openapi.json.
// `--write` writes it anew. Schemas that no route mentions are left out: those of webhooks' bodies.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const DOCUMENT = new URL('../docs/openapi.json', import.meta.url);
const TYPES = new URL('../web/src/api/schema.d.ts', import.meta.url);

const { webhooks: _, ...document } = JSON.parse(readFileSync(DOCUMENT, 'utf8'));
const { schemas } = document.components;
const mentioned = mentions(document.paths);
for (const name of mentioned) for (const other of mentions(schemas[name])) mentioned.add(other);
document.components.schemas = Object.fromEntries(
  Object.entries(schemas).filter(([name]) => mentioned.has(name)),
);
useValuesAsWritten(document);
const text = astToString(await openapiTS(document));
if (process.argv.includes('--write')) writeFileSync(TYPES, text);
else if (readFileSync(TYPES, 'utf8') !== text) {
  process.stderr.write(
    'web/src/api/schema.d.ts is not what docs/openapi.json says: run npm run openapi\n',
  );
  process.exitCode = 1;
}

/** Without a mapping the generator takes the names of schemas for the values of the discriminating field. */
function useValuesAsWritten(part) {
  if (typeof part !== 'object' || part === null) return;
  if (part.oneOf !== undefined && part.discriminator?.mapping === undefined)
    delete part.discriminator;
  Object.values(part).forEach(useValuesAsWritten);
}

/** Names of the schemas that a part of the document refers to. */
function mentions(part, found = new Set()) {
  if (typeof part !== 'object' || part === null) return found;
  const [, name] = /^#\/components\/schemas\/(.+)$/.exec(part.$ref ?? '') ?? [];
  if (name !== undefined) found.add(name);
  for (const value of Object.values(part)) mentions(value, found);
  return found;
}
