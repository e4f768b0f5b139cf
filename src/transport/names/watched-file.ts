import { readFileSync, statSync } from 'node:fs';

/** A change is seen at the latest after so long. */
const LOOK_AGAIN_MS = 1_000;

/**
 * What a small file of the host says, read anew when it has changed. It is read synchronously: the other
 * way leads through the pool of threads that our own connections resolve their names in. A file that
 * cannot be read counts as empty.
 */
export class WatchedFile<Content> {
  private content: Content | undefined;
  private version = '';
  private lookedAtMs = -Infinity;

  constructor(
    private readonly path: string,
    private readonly parse: (text: string) => Content,
  ) {}

  read(): Content {
    const nowMs = performance.now();
    if (this.content !== undefined && nowMs - this.lookedAtMs < LOOK_AGAIN_MS) return this.content;
    this.lookedAtMs = nowMs;
    const version = versionOf(this.path);
    if (this.content !== undefined && version === this.version) return this.content;
    this.version = version;
    this.content = this.parse(textOf(this.path));
    return this.content;
  }
}

function versionOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? `${found.ino} ${found.mtimeMs} ${found.size}` : 'none';
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
