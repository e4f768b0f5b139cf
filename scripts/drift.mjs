// Compares what is written down with what the code says: docs/openapi.json with the routes; sql/schema.sql,
// sql/released.json and the entities with a database that was migrated. `--write` writes docs/openapi.json anew,
// `--write-schema` writes sql/schema.sql and adds to sql/released.json what is new.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuilt, orExit } from './build.mjs';
import { dumpSchema, readSignatures } from './drift/dump-schema.mjs';
import { compareReleased, readPresent } from './drift/released.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const { modules } = await orExit(ensureBuilt());
const load = (path) => import(pathToFileURL(join(modules, path)).href);
await import('reflect-metadata');
const { RootModule } = await load('app/root.module.js');
const { asSystem, createLogger } = await load('common/index.js');
const { loadSettings, resolveKeys } = await load('config/index.js');
const { startEmbeddedPostgres } = await load('database/embedded/index.js');
const { prepareDatabase } = await load('database/index.js');
const { createHttpApp } = await load('http/index.js');
const { buildOpenApiDocument } = await load('http/openapi.js');
const { documentExtras } = await load('app/document-extras.js');
const { Client } = await import('pg');
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
  await checkSchema(postgres.url);
  const app = await createHttpApp(RootModule.forRoot(all, logger), logger);
  await app.init();
  await checkDocument(buildOpenApiDocument(app, documentExtras(app)));
  await asSystem(() => checkEntities(app.get(DataSource, { strict: false })));
  await app.close();
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exit(problems.length > 0 ? 1 : 0);

function checkDocument(document) {
  return checkFile('docs/openapi.json', `${JSON.stringify(document, null, 2)}\n`, {
    isWritten: process.argv.includes('--write'),
    problem: 'docs/openapi.json is not what the code says: run npm run openapi',
  });
}

async function checkSchema(connectionString) {
  const isWritten = process.argv.includes('--write-schema');
  const client = new Client({ connectionString });
  await client.connect();
  const query = async (sql) => (await client.query(sql)).rows;
  await checkFile('sql/schema.sql', await dumpSchema(query), {
    isWritten,
    problem: 'sql/schema.sql is not what the migrations make: run npm run schema',
  });
  const released = JSON.parse(await readFile(join(root, 'sql', 'released.json'), 'utf8'));
  const compared = compareReleased(released, await readPresent(root, await readSignatures(query)));
  await client.end();
  problems.push(...compared.problems);
  if (compared.problems.length > 0) return;
  await checkFile('sql/released.json', `${JSON.stringify(compared.next, null, 2)}\n`, {
    isWritten,
    problem:
      'sql/released.json lacks a migration, or the new text of a function: run npm run schema',
  });
}

async function checkFile(path, text, { isWritten, problem }) {
  if (isWritten) return writeFile(join(root, path), text);
  const written = await readFile(join(root, path), 'utf8').catch(() => '');
  if (written !== text) problems.push(problem);
}

// Tables and columns. Indexes, checks and foreign keys are the migrations' own business.
async function checkEntities(source) {
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  const differences = upQueries.filter(({ query }) => !/DROP (INDEX|CONSTRAINT)/.test(query));
  for (const { query } of differences) problems.push(`entities and migrations differ: ${query}`);
}
