// Runs the tests under another version of Node.js: `npm run test:node -- 24 [arguments of vitest]`.
// The version comes from the npm package `node`, which npx keeps in its cache.
import { spawn } from 'node:child_process';

const [version = '', ...vitest] = process.argv.slice(2);
if (!/^\d+(\.\d+){0,2}$/.test(version)) {
  console.error('Usage: npm run test:node -- VERSION [arguments of vitest], e.g. 24 or 20.19');
  process.exit(2);
}
// `npx --call` has the version's binary first on its PATH, for every process that a test starts.
const npx = ['--yes', '--package', `node@${version}`, '--call'];
const command = ['node', 'node_modules/vitest/vitest.mjs', 'run', ...vitest].map(quoted).join(' ');
const child = spawn('npx', [...npx, `node --version && ${command}`], { stdio: 'inherit' });
child.once('exit', (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : 1;
});

function quoted(word) {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
