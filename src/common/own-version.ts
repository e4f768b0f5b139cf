import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The paths to package.json from the sources and from the compiled files. */
const PLACES = ['../../package.json', '../../../package.json'];

/** Returns the version of this package. */
export function ownVersion(): string {
  const files = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const file = files.find((path) => existsSync(path));
  if (file === undefined) return 'unknown';
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version?: string };
  return version ?? 'unknown';
}
