import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';

/** An S3-compatible store on loopback, which checks signatures and their age. */
export interface AssetStore {
  /** The settings that lead to it. */
  env: Record<string, string>;
  put(key: string, body: string): Promise<void>;
  close(): Promise<void>;
}

const BUCKET = 'kyc-files';
const REGION = 'eu-central-1';
/** The one account of the server. */
const ACCOUNT = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

export async function startAssetStore(): Promise<AssetStore> {
  const directory = await mkdtemp(join(tmpdir(), 'postrider-assets-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    directory,
    silent: true,
    configureBuckets: [{ name: BUCKET }],
  });
  const { port } = await server.run();
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new S3Client({
    endpoint,
    region: REGION,
    credentials: ACCOUNT,
    forcePathStyle: true,
  });
  return {
    env: {
      ASSET_STORE_ENDPOINT: endpoint,
      ASSET_STORE_REGION: REGION,
      ASSET_STORE_BUCKET: BUCKET,
      ASSET_STORE_ACCESS_KEY_ID: ACCOUNT.accessKeyId,
      ASSET_STORE_SECRET_ACCESS_KEY: ACCOUNT.secretAccessKey,
      ASSET_STORE_FORCE_PATH_STYLE: '1',
    },
    put: async (key, body) => {
      await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }));
    },
    close: async () => {
      client.destroy();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
