// What is written down against what the code says: docs/openapi.json against the routes, and the
// entities against the migrated database. `--write` writes docs/openapi.json anew.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuilt, orExit } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const documentFile = join(root, 'docs', 'openapi.json');

const { main } = await orExit(ensureBuilt());
const load = (path) => import(pathToFileURL(join(dirname(main), path)).href);
await import('reflect-metadata');
const { RootModule } = await load('app/root.module.js');
const { createLogger } = await load('common/index.js');
const { loadSettings, resolveKeys } = await load('config/index.js');
const { startEmbeddedPostgres } = await load('database/embedded/index.js');
const { prepareDatabase } = await load('database/index.js');
const { createHttpApp } = await load('http/index.js');
const { buildOpenApiDocument } = await load('http/openapi.js');
const { documentExtras } = await load('app/document-extras.js');
const { DataSource } = await import('typeorm');

const problems = [];
const dataDir = await mkdtemp(join(tmpdir(), 'postrider-drift-'));
const log = { info: () => {}, warn: () => {} };
const postgres = await startEmbeddedPostgres({ dataDir, log, durable: false });
try {
  const settings = loadSettings({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }, root);
  const keys = await resolveKeys(settings);
  const logger = createLogger(settings);
  const all = { ...settings, ...keys, databaseUrl: postgres.url };
  await prepareDatabase(all, logger);
  const app = await createHttpApp(RootModule.forRoot(all, logger), logger);
  await app.init();
  await checkDocument(buildOpenApiDocument(app, documentExtras(app)));
  await checkEntities(app.get(DataSource, { strict: false }));
  await app.close();
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exit(problems.length > 0 ? 1 : 0);

async function checkDocument(document) {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (process.argv.includes('--write')) return writeFile(documentFile, text);
  const written = await readFile(documentFile, 'utf8').catch(() => '');
  if (written !== text) {
    problems.push('docs/openapi.json is not what the code says: run npm run openapi');
  }
}

// Tables and columns. Indexes, checks and foreign keys are the migrations' own business.
async function checkEntities(source) {
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  const differences = upQueries.filter(({ query }) => !/DROP (INDEX|CONSTRAINT)/.test(query));
  for (const { query } of differences) problems.push(`entities and migrations differ: ${query}`);
}
