import { AppError } from '../common/index.js';
import type { AssetStoreSettings } from '../config/index.js';
import { findAssets, replaceAssets } from './asset-reference.js';
import { requireAllowedAssets } from './check-assets.js';

/** Resolves to a URL that opens the file of the key for a limited time. */
export type SignLink = (key: string) => Promise<string>;

/** Replaces asset references in events by valid links. */
export class AssetLinks {
  constructor(
    /** Null if no store is configured. */
    private readonly sign: SignLink | null,
  ) {}

  get hasStore(): boolean {
    return this.sign !== null;
  }

  /**
   * Resolves to the JSON text of an event's data with a newly signed link in place of each reference.
   * The result is for one attempt or one answer and must not be stored or logged. Only files of the
   * tenant (a UUID) are signed, whatever the data contains. Throws 503 `asset_store_not_configured` if
   * the settings were removed after the event was published.
   */
  async freshen(tenantId: string, dataJson: string): Promise<string> {
    const { sign } = this;
    if (!sign) throw storeIsGone();
    const assets = findAssets(dataJson);
    requireAllowedAssets(assets, tenantId);
    const keys = new Set(assets.flatMap(({ key }) => key ?? []));
    const links = new Map(
      await Promise.all([...keys].map(async (key) => [key, await sign(key)] as const)),
    );
    return JSON.stringify(replaceAssets(dataJson, (key) => links.get(key) ?? ''));
  }
}

function storeIsGone(): AppError {
  return new AppError('asset_store_not_configured', 503, {
    message: 'The event refers to assets, and this process has no asset store: set ASSET_STORE_….',
  });
}

/**
 * Returns a function that signs links into an S3-compatible store in this process. It sends no request to
 * the store and ignores the configuration files and variables of the AWS tools.
 */
export async function signS3Links(store: AssetStoreSettings): Promise<SignLink> {
  // Loaded here because the packages are large and only needed with a store.
  const [{ GetObjectCommand, S3Client }, { getSignedUrl }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/s3-request-presigner'),
  ]);
  const { accessKeyId, secretAccessKey, endpoint } = store;
  const client = new S3Client({
    region: store.region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: store.forcePathStyle,
    ignoreConfiguredEndpointUrls: true,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    // S3 Express would request a session from the store.
    disableS3ExpressSessionAuth: true,
    // Other stores do not know the checksum parameters.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint !== undefined && { endpoint }),
  });
  const expiresIn = store.urlTtlSeconds;
  return (key) =>
    getSignedUrl(client, new GetObjectCommand({ Bucket: store.bucket, Key: key }), { expiresIn });
}
