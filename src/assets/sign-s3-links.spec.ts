import { afterEach, describe, expect, it, vi } from 'vitest';
import { AssetLinks, signS3Links } from './asset-links.js';

const AWS = {
  region: 'eu-central-1',
  bucket: 'kyc-files',
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: 'secret',
  forcePathStyle: false,
  urlTtlSeconds: 300,
};
const TENANT_ID = '01904b0e-7d4e-7000-8000-0123456789ab';
const TENANT = 'ten_01904b0e7d4e700080000123456789ab';

afterEach(() => vi.unstubAllEnvs());

describe('links into AWS', () => {
  it('name the bucket in the host and live as long as configured', async () => {
    const sign = await signS3Links(AWS);
    const { origin, pathname, searchParams } = new URL(await sign(`${TENANT}/é a+b.jpg`));
    expect(origin).toBe('https://kyc-files.s3.eu-central-1.amazonaws.com');
    expect(pathname).toBe(`/${TENANT}/%C3%A9%20a%2Bb.jpg`);
    expect(searchParams.get('X-Amz-Expires')).toBe('300');
    expect(searchParams.get('X-Amz-Credential')).toMatch(/^AKIAEXAMPLE\/\d{8}\/eu-central-1\/s3\//);
    expect([...searchParams.keys()].sort()).toEqual([
      'X-Amz-Algorithm',
      'X-Amz-Content-Sha256',
      'X-Amz-Credential',
      'X-Amz-Date',
      'X-Amz-Expires',
      'X-Amz-Signature',
      'X-Amz-SignedHeaders',
      'x-id',
    ]);
  });

  it('take nothing from the environment of other tools', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://elsewhere.example');
    vi.stubEnv('AWS_ENDPOINT_URL_S3', 'http://elsewhere.example');
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_SESSION_TOKEN', 'token');
    vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
    const link = await (await signS3Links(AWS))(`${TENANT}/a`);
    expect(link).toMatch(/^https:\/\/kyc-files\.s3\.eu-central-1\.amazonaws\.com\//);
    expect(link).not.toContain('Token');
  });
});

describe('AssetLinks', () => {
  const links = new AssetLinks((key) => Promise.resolve(`https://store.example/${key}`));

  it('puts the link of each reference in its place', async () => {
    const front = { $asset: `${TENANT}/front` };
    const json = JSON.stringify({ b: [front, { c: { $asset: `${TENANT}/back` } }], a: front });
    expect(await links.freshen(TENANT_ID, json)).toBe(
      JSON.stringify({
        b: [`https://store.example/${TENANT}/front`, { c: `https://store.example/${TENANT}/back` }],
        a: `https://store.example/${TENANT}/front`,
      }),
    );
  });

  it("never signs another tenant's file, whatever was stored", async () => {
    const json = JSON.stringify({ a: { $asset: `ten_${'0'.repeat(32)}/front` } });
    await expect(links.freshen(TENANT_ID, json)).rejects.toMatchObject({
      code: 'asset_not_allowed',
    });
  });

  it('says what is missing where the settings went', async () => {
    await expect(new AssetLinks(null).freshen(TENANT_ID, '{}')).rejects.toMatchObject({
      status: 503,
      code: 'asset_store_not_configured',
    });
  });
});
