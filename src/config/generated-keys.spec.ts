import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { resolveKeys } from './generated-keys.js';
import { loadSettings } from './settings.js';

describe('resolveKeys', () => {
  let dataDir: string;
  const settings = (env: NodeJS.ProcessEnv = {}) =>
    loadSettings({ DATA_DIR: dataDir, ...env }, '/');

  beforeEach(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'keys-')), 'data');
  });

  it('generates private files once and reads them ever after', async () => {
    const first = await resolveKeys(settings());
    expect(first.adminApiKey).toMatch(/^pr_[\w-]{43}$/);
    expect(first.adminApiKeyFile).toBe(join(dataDir, 'admin-api-key'));
    expect(first.encryptionKeys[0]?.key).toHaveLength(32);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o711);
    for (const file of await readdir(dataDir)) {
      expect((await stat(join(dataDir, file))).mode & 0o777).toBe(0o600);
    }
    expect(await resolveKeys(settings())).toEqual(first);
  });

  it('gives everybody the same keys when several start at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => resolveKeys(settings())));
    expect(new Set(all.map((keys) => keys.adminApiKey)).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(['admin-api-key', 'encryption-keys']);
  });

  it('lets an explicit key win and leaves the file alone', async () => {
    const { adminApiKey } = await resolveKeys(settings());
    const explicit = await resolveKeys(settings({ ADMIN_API_KEY: 'x'.repeat(40) }));
    expect(explicit.adminApiKey).toBe('x'.repeat(40));
    expect(explicit.adminApiKeyFile).toBeUndefined();
    expect(await readFile(join(dataDir, 'admin-api-key'), 'utf8')).toBe(`${adminApiKey}\n`);
  });

  it('refuses a damaged file by its name', async () => {
    await resolveKeys(settings());
    const file = join(dataDir, 'encryption-keys');
    await writeFile(file, 'garbage\n');
    await expect(resolveKeys(settings())).rejects.toThrow(file);
    await writeFile(file, '');
    await expect(resolveKeys(settings())).rejects.toThrow('is empty');
  });
});
