// `npm run lock` after every change of dependencies. npm leaves optional packages of other platforms
// out of the lock file where the registry at hand does not carry them, and `npm ci` then refuses the
// lock file. Each gets the entry that npm writes for a platform that is not ours.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const OS = { windows: 'win32' };

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const added = [];
for (const [path, entry] of Object.entries({ ...lock.packages })) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (lock.packages[`node_modules/${name}`] ?? lock.packages[`${path}/node_modules/${name}`]) {
      continue;
    }
    lock.packages[`node_modules/${name}`] = {
      version: range.replace(/^[\^~]/, ''),
      ...platformOf(name),
      ...(entry.dev && { dev: true }),
      optional: true,
    };
    added.push(name);
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(sorted);
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added.length} optional packages of other platforms added\n`);

function platformOf(name) {
  const os = /android|darwin|linux|freebsd|openbsd|netbsd|sunos|aix|openharmony|win32|windows/.exec(
    name,
  )?.[0];
  const cpu = /arm64|arm|x64|ia32|ppc64|riscv64|s390x|loong64/.exec(name)?.[0];
  const libc = /musl|gnu/.exec(name)?.[0];
  return {
    ...(cpu && { cpu: [cpu] }),
    ...(os === 'linux' && libc && { libc: [libc === 'gnu' ? 'glibc' : 'musl'] }),
    ...(os && { os: [OS[os] ?? os] }),
  };
}
