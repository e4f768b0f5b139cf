import { describe, expect, it } from 'vitest';
import { loadSettings, SettingsError } from './settings.js';

const STORE = {
  ASSET_STORE_REGION: 'eu-central-1',
  ASSET_STORE_BUCKET: 'kyc-files',
  ASSET_STORE_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  ASSET_STORE_SECRET_ACCESS_KEY: 'hidden/secret+',
};

function problemsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    loadSettings(env, '/srv');
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe('the settings of the asset store', () => {
  it('are absent where none is given', () => {
    expect(loadSettings({ ASSET_STORE_BUCKET: ' ' }, '/srv')).not.toHaveProperty('assetStore');
  });

  it('give links five minutes by default', () => {
    expect(loadSettings(STORE, '/srv').assetStore).toEqual({
      region: 'eu-central-1',
      bucket: 'kyc-files',
      accessKeyId: 'AKIAEXAMPLE',
      secretAccessKey: 'hidden/secret+',
      forcePathStyle: false,
      urlTtlSeconds: 300,
    });
  });

  it('may name a store of any make', () => {
    const { assetStore } = loadSettings(
      {
        ...STORE,
        ASSET_STORE_ENDPOINT: 'http://minio.internal:9000/s3',
        ASSET_STORE_FORCE_PATH_STYLE: '1',
        ASSET_STORE_URL_TTL_SECONDS: '604800',
      },
      '/srv',
    );
    expect(assetStore).toMatchObject({
      endpoint: 'http://minio.internal:9000/s3',
      forcePathStyle: true,
      urlTtlSeconds: 604_800,
    });
    expect(Object.isFrozen(assetStore)).toBe(true);
  });

  it('come all or not at all, a line for each that is missing', () => {
    expect(problemsOf({ ASSET_STORE_BUCKET: 'kyc-files' })).toEqual([
      'ASSET_STORE_REGION is required when ASSET_STORE_BUCKET is set',
      'ASSET_STORE_ACCESS_KEY_ID is required when ASSET_STORE_BUCKET is set',
      'ASSET_STORE_SECRET_ACCESS_KEY is required when ASSET_STORE_BUCKET is set',
    ]);
    expect(problemsOf({ ASSET_STORE_URL_TTL_SECONDS: '60' })).toHaveLength(4);
  });

  it.each([{}, STORE])('refuse a name that is none of them beside %o', (others) => {
    expect(problemsOf({ ...others, ASSET_STORE_BUKET: 'x' })).toEqual([
      'ASSET_STORE_BUKET is no setting of the asset store: unset it',
    ]);
  });

  it.each([
    ['ASSET_STORE_ENDPOINT', 's3.example.com'],
    ['ASSET_STORE_ENDPOINT', 'ftp://s3.example.com'],
    ['ASSET_STORE_ENDPOINT', 'https://u:hidden@s3.example.com'],
    ['ASSET_STORE_ENDPOINT', 'https://s3.example.com/?x=1'],
    ['ASSET_STORE_REGION', 'eu central'],
    ['ASSET_STORE_BUCKET', 'a/b'],
    ['ASSET_STORE_BUCKET', 'arn:aws:s3:::kyc-files'],
    ['ASSET_STORE_ACCESS_KEY_ID', 'a b'],
    ['ASSET_STORE_SECRET_ACCESS_KEY', 'hidden\nsecret'],
    ['ASSET_STORE_FORCE_PATH_STYLE', 'true'],
    ['ASSET_STORE_URL_TTL_SECONDS', '0'],
    ['ASSET_STORE_URL_TTL_SECONDS', '604801'],
    ['ASSET_STORE_URL_TTL_SECONDS', '5m'],
  ])('refuse %s=%s, naming the variable alone', (name, value) => {
    const problems = problemsOf({ ...STORE, [name]: value });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} must `))]);
    expect(problems.join()).not.toContain('hidden');
  });
});
