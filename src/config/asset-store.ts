import type { Environment } from './environment.js';

/** An S3-compatible store, and how long links into it live. */
export interface AssetStoreSettings {
  /** Absent: AWS. */
  readonly endpoint?: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** True if URLs name the bucket in their path instead of their host. */
  readonly forcePathStyle: boolean;
  readonly urlTtlSeconds: number;
}

const PREFIX = 'ASSET_STORE_';
const REQUIRED = [
  'ASSET_STORE_REGION',
  'ASSET_STORE_BUCKET',
  'ASSET_STORE_ACCESS_KEY_ID',
  'ASSET_STORE_SECRET_ACCESS_KEY',
];
const OPTIONAL = [
  'ASSET_STORE_ENDPOINT',
  'ASSET_STORE_FORCE_PATH_STYLE',
  'ASSET_STORE_URL_TTL_SECONDS',
];

/** Returns the problems of an incomplete or misspelt set of variables of the store. */
export function assetStoreProblems(env: NodeJS.ProcessEnv): string[] {
  const given = Object.keys(env).filter(
    (name) => name.startsWith(PREFIX) && (env[name]?.trim() ?? '') !== '',
  );
  const known = given.filter((name) => [...REQUIRED, ...OPTIONAL].includes(name));
  const unknown = given.filter((name) => !known.includes(name)).sort();
  const missing = known.length === 0 ? [] : REQUIRED.filter((name) => !known.includes(name));
  return [
    ...missing.map((name) => `${name} is required when ${known[0]} is set`),
    ...unknown.map((name) => `${name} is no setting of the asset store: unset it`),
  ];
}

/** Returns the settings of the store, or undefined if none is configured. */
export function assetStoreOf(environment: Environment): AssetStoreSettings | undefined {
  const {
    ASSET_STORE_ENDPOINT: endpoint,
    ASSET_STORE_REGION: region,
    ASSET_STORE_BUCKET: bucket,
    ASSET_STORE_ACCESS_KEY_ID: accessKeyId,
    ASSET_STORE_SECRET_ACCESS_KEY: secretAccessKey,
  } = environment;
  if (!region || !bucket || !accessKeyId || !secretAccessKey) return undefined;
  return Object.freeze({
    ...(endpoint !== undefined && { endpoint }),
    region,
    bucket,
    accessKeyId,
    secretAccessKey,
    forcePathStyle: environment.ASSET_STORE_FORCE_PATH_STYLE,
    urlTtlSeconds: environment.ASSET_STORE_URL_TTL_SECONDS,
  });
}
