// docs/access.md: which key gets what from every route, made from docs/openapi.json. `--write` writes it anew;
// otherwise it fails where the page is not what the document says.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

/** Routes of a session of the pages: a request with an API key has none. */
const OF_SESSION = ['GET /v1/session', 'DELETE /v1/session'];
const ROLES = ['admin', 'publisher', 'support', 'tenant', 'viewer'];

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'docs', 'access.md');
const { paths } = JSON.parse(await readFile(join(root, 'docs', 'openapi.json'), 'utf8'));

const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);
const options = (await resolveConfig(target)) ?? {};
const page = await format(render(operations.toSorted(byPath)), { ...options, filepath: target });

if (process.argv.includes('--write')) {
  await writeFile(target, page);
} else if ((await readFile(target, 'utf8').catch(() => '')) !== page) {
  console.error('docs/access.md is not what docs/openapi.json says: run npm run access');
  process.exitCode = 1;
}

function byPath(one, other) {
  if (one.path !== other.path) return one.path < other.path ? -1 : 1;
  return one.method < other.method ? -1 : 1;
}

function render(rows) {
  return `# Who may do what

The status that a request with a key of each role gets, for every route. A number from 200 on is that of a success;
whether the request is complete and its object exists is checked afterwards. This page is made from the API description
by \`npm run access\`. \`test/integration/auth/access.spec.ts\` sends these requests and compares.

- **foreign**: a key of another tenant (\`tenant\`, \`viewer\`, or \`publisher\` with \`tenant_ids\`), or an id of another
  tenant in a path of the own one. The answer is the same 404 as for what does not exist, whatever the role may do.
- **no valid key**: without a key, and with a wrong, revoked or expired one.
- A session of the pages has the role and the capabilities that it was made with; the routes that answer 401 to every
  key are about the session itself.
- What a role sees masked, and what a tenant's policy (\`allow_erasure\`) adds, is in
  [operating](operating.md#what-support-sees).

| route | ${ROLES.join(' | ')} | foreign | no valid key |
| --- | ${ROLES.map(() => '---').join(' | ')} | --- | --- |
${rows.map(row).join('\n')}
`;
}

function row({ path, method, operation }) {
  const who = operation['x-roles'];
  const success = Object.keys(operation.responses).find((status) => /^[123]/.test(status)) ?? '200';
  const name = `${method.toUpperCase()} ${path}`;
  const cells = ROLES.map((role) => {
    if (OF_SESSION.includes(name)) return '401';
    return who === undefined || isAllowed(role, who) ? success : '403';
  });
  const isOfTenant = path.includes('{tenant}');
  const others = [isOfTenant ? '404' : '', who === undefined ? success : '401'];
  return `| \`${name}\` | ${[...cells, ...others].join(' | ')} |`;
}

/** As src/auth/admission.ts decides. */
function isAllowed(role, who) {
  const isIncluded = who.includes('any') || who.includes(role);
  return role === 'admin' || isIncluded || (role === 'tenant' && who.includes('viewer'));
}
