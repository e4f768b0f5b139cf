import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { StaticAnswer } from '../http/index.js';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** The build puts a hash of its content into the name of each file there. */
const HASHED = /^assets\//;
const FOREVER = { 'cache-control': 'public, max-age=31536000, immutable' };
/** Pages of other hosts load this one as a script, also as a module. */
const FOR_ALL_HOSTS = { 'portal-element.js': { 'access-control-allow-origin': '*' } };

/** The built web application. */
export interface PageFiles {
  /** The page that every address of the console and the portal shows, as it was built. */
  index: Buffer;
  /** The files by their paths below the directory, with `/` between the parts. */
  byPath: ReadonlyMap<string, StaticAnswer>;
}

/**
 * Reads the built application into memory, so that a running process keeps its own files when another one builds.
 * Returns undefined where it was not built.
 */
export function readPageFiles(directory: string): PageFiles | undefined {
  const index = join(directory, 'index.html');
  if (!existsSync(index)) return undefined;
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in TYPES)
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => file !== index)
    .map((file): [string, StaticAnswer] => {
      const path = relative(directory, file).split(sep).join('/');
      return [path, new StaticAnswer(readFileSync(file), headersOf(path))];
    });
  return { index: readFileSync(index), byPath: new Map(files) };
}

function headersOf(path: string): Record<string, string> {
  return {
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    ...(HASHED.test(path) && FOREVER),
    ...(path in FOR_ALL_HOSTS && FOR_ALL_HOSTS[path as keyof typeof FOR_ALL_HOSTS]),
  };
}
