import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatEncryptionKey, parseEncryptionKeys, type EncryptionKey } from './encryption-keys.js';
import type { Settings } from './settings.js';

/** The keys that this process works with, and where the admin key can be read if it is in a file. */
export interface Keys {
  adminApiKey: string;
  encryptionKeys: readonly EncryptionKey[];
  adminApiKeyFile?: string;
}

const ADMIN_FILE = 'admin-api-key';
const ENCRYPTION_FILE = 'encryption-keys';

/**
 * Takes the keys from the settings; those that are not set are read from `DATA_DIR`, and generated
 * there (0600) the first time. With `databaseUrl` set both are in the settings and nothing is
 * touched. Throws when a file cannot be read, written or understood.
 */
export async function resolveKeys(settings: Settings): Promise<Keys> {
  const { dataDir } = settings;
  const encryptionKeys =
    settings.encryptionKeys ?? (await storedEncryptionKeys(join(dataDir, ENCRYPTION_FILE)));
  if (settings.adminApiKey !== undefined) {
    return { adminApiKey: settings.adminApiKey, encryptionKeys };
  }
  const adminApiKeyFile = join(dataDir, ADMIN_FILE);
  const generate = () => `pr_${randomBytes(32).toString('base64url')}`;
  return {
    adminApiKey: await readOrCreate(adminApiKeyFile, generate),
    encryptionKeys,
    adminApiKeyFile,
  };
}

async function storedEncryptionKeys(file: string): Promise<EncryptionKey[]> {
  const id = `k${new Date().toISOString().slice(0, 10).replaceAll('-', '')}`;
  const text = await readOrCreate(file, () => formatEncryptionKey({ id, key: randomBytes(32) }));
  try {
    return parseEncryptionKeys(text);
  } catch (error) {
    throw new Error(`${file} must ${error instanceof Error ? error.message : 'be valid'}`, {
      cause: error,
    });
  }
}

/**
 * The first line of a private file, which is created with what `generate` gives if it is not there.
 * Of two processes that create it at once, one wins and both read the same.
 */
export async function readOrCreate(file: string, generate: () => string): Promise<string> {
  try {
    return await readOrCreateOnce(file, generate);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') throw error;
    throw new Error(`${file} cannot be read or created by this user (${code})`, { cause: error });
  }
}

async function readOrCreateOnce(file: string, generate: () => string): Promise<string> {
  const found = await readIfExists(file);
  if (found !== undefined) return found;
  await makeDataDir(join(file, '..'));
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${generate()}\n`);
    await handle.sync();
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
  return readOrCreateOnce(file, generate);
}

/** Creates a data directory that others may pass through (the embedded server's user) but not list. */
export async function makeDataDir(directory: string): Promise<void> {
  const created = await mkdir(directory, { recursive: true });
  // The umask may have taken the passage away.
  if (created !== undefined) await chmod(directory, 0o711);
}

async function readIfExists(file: string): Promise<string | undefined> {
  try {
    const text = (await readFile(file, 'utf8')).trim();
    if (text === '') throw new Error(`${file} is empty: remove it to have a new key generated`);
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
