import { invalid, publicId } from '../common/index.js';
import type { ErrorCode } from '../common/index.js';
import type { AssetReference } from './asset-reference.js';

/** The limit of S3 for a key. */
const MAX_KEY_BYTES = 1024;
/** Bounded because every attempt signs each link, which is much longer than its key. */
const MAX_ASSETS = 100;
/** A refusal lists at most this many errors. */
const MAX_ERRORS = 20;

/** Throws 422 `asset_store_not_configured` with the pointer of each reference. */
export function refuseAssets(assets: readonly AssetReference[]): never {
  const message = 'refers to an asset, and no asset store is configured: see ASSET_STORE_BUCKET';
  throw refused(assets, 'asset_store_not_configured', message);
}

/**
 * Throws 422 `asset_not_allowed` unless every reference names a file under the public id of the tenant
 * (given as a UUID) with a key that a link can express.
 */
export function requireAllowedAssets(assets: readonly AssetReference[], tenantId: string): void {
  const code = 'asset_not_allowed';
  if (assets.length > MAX_ASSETS) {
    const message = `is one asset too many: an event may refer to ${MAX_ASSETS}`;
    throw refused(assets.slice(MAX_ASSETS, MAX_ASSETS + 1), code, message);
  }
  const prefix = `${publicId('tenant', tenantId)}/`;
  const errors = assets.flatMap(({ pointer, key }) => {
    const message = problemOf(pointer, key, prefix);
    return message === undefined ? [] : [{ pointer, code, message }];
  });
  if (errors.length > 0) throw invalid(errors.slice(0, MAX_ERRORS), code);
}

function problemOf(pointer: string, key: string | undefined, prefix: string): string | undefined {
  if (pointer === '/data') return 'data itself cannot be an asset';
  if (key === undefined) return 'must be an object with nothing but $asset, whose value is a key';
  const problem = keyProblem(key, prefix);
  return problem && `the key ${problem}`;
}

function keyProblem(key: string, prefix: string): string | undefined {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return `may be ${MAX_KEY_BYTES} bytes at most`;
  if (!key.startsWith(prefix) || key === prefix) {
    return `must begin with ${prefix}, the tenant's own part of the store`;
  }
  if (/[\p{Cc}\p{Surrogate}]/u.test(key)) return 'must not contain control characters';
  // URL parsers resolve such segments, so the link would lead to another file.
  const hasStep = key.split(/[/\\]/).some((part) => part === '.' || part === '..');
  return hasStep ? 'must not contain . or .. between slashes' : undefined;
}

function refused(assets: readonly AssetReference[], code: ErrorCode, message: string) {
  const errors = assets.slice(0, MAX_ERRORS).map(({ pointer }) => ({ pointer, code, message }));
  return invalid(errors, code);
}
