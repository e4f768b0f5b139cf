// Writes sbom.cdx.json, what a production installation consists of (CycloneDX), and asks the registry for known
// vulnerabilities in it. Fails for one that is high or critical; a registry that answers no audits is said so.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'sbom.cdx.json');
const SEVERE = ['high', 'critical'];

const bom = JSON.parse(await npm('sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'));
const { name } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
// npm names the root after its directory.
bom.metadata.component.name = name;
await writeFile(target, `${JSON.stringify(bom, null, 2)}\n`);
console.log(
  `sbom.cdx.json: ${bom.bomFormat} ${bom.specVersion}, ${bom.components.length} components`,
);

const { metadata } = JSON.parse(await npm('audit', '--omit', 'dev', '--json'));
if (metadata === undefined) {
  console.log('npm audit: left out, because the registry does not answer it');
} else {
  const counts = metadata.vulnerabilities;
  console.log(`npm audit: ${JSON.stringify(counts)}`);
  if (SEVERE.some((severity) => counts[severity] > 0)) process.exitCode = 1;
}

/** Returns what npm prints, also where it ends with an error: an audit does so for each vulnerability. */
function npm(...words) {
  const options = { cwd: root, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile('npm', words, options, (error, stdout) => {
      if (stdout.trim() === '') reject(error ?? new Error(`npm ${words[0]} printed nothing`));
      else resolve(stdout);
    });
  });
}
