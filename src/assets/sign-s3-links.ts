import type { AssetStoreSettings } from '../config/index.js';
import type { SignLink } from './asset-links.js';

/**
 * Links into an S3-compatible store, signed in this process: nothing is asked of the store, and
 * nothing taken from the files and variables that the AWS tools share.
 */
export async function signS3Links(store: AssetStoreSettings): Promise<SignLink> {
  // Large, and of no use to those who have no store.
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
    // Would call the store for a session.
    disableS3ExpressSessionAuth: true,
    // Else the query speaks of checksums, which other stores do not know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint !== undefined && { endpoint }),
  });
  const expiresIn = store.urlTtlSeconds;
  return (key) =>
    getSignedUrl(client, new GetObjectCommand({ Bucket: store.bucket, Key: key }), { expiresIn });
}
