import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatEncryptionKey, parseEncryptionKeys, type EncryptionKey } from './encryption-keys.js';
import type { Settings } from './settings.js';

/** The keys of this process, and the file of the admin key if it is in one. */
export interface Keys {
  adminApiKey: string;
  encryptionKeys: readonly EncryptionKey[];
  adminApiKeyFile?: string;
}

const ADMIN_FILE = 'admin-api-key';
const ENCRYPTION_FILE = 'encryption-keys';

/**
 * Returns the keys of the settings. Keys that are not set are read from `DATA_DIR`, where they are
 * generated (mode 0600) at the first start. With `databaseUrl` both are in the settings and no file is
 * used. Rejects if a file cannot be read, written or parsed.
 */
export async function resolveKeys(settings: Settings): Promise<Keys> {
  const { dataDir } = settings;
  const encryptionKeys =
    settings.encryptionKeys ??
    (settings.databaseUrl === undefined || settings.encryptionKms === undefined
      ? await storedEncryptionKeys(join(dataDir, ENCRYPTION_FILE))
      : []);
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
 * Resolves to the first line of a private file, which is created with the result of `generate` if it does
 * not exist. If two processes create it at the same time, both read the same content.
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

/** Creates a data directory that other users (the embedded server's) may enter but not list. */
export async function makeDataDir(directory: string): Promise<void> {
  const created = await mkdir(directory, { recursive: true });
  // The umask may have removed these rights.
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
