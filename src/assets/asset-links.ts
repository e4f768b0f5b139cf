import { AppError } from '../common/index.js';
import { findAssets, replaceAssets } from './asset-reference.js';
import { requireAllowedAssets } from './check-assets.js';

/** A URL that opens the file of that key for a while from now on. */
export type SignLink = (key: string) => Promise<string>;

/** Turns the asset references of events into links that live. */
export class AssetLinks {
  constructor(
    /** Null where no store is configured. */
    private readonly sign: SignLink | null,
  ) {}

  get hasStore(): boolean {
    return this.sign !== null;
  }

  /**
   * The JSON text of an event's data with a link, signed now, in the place of each reference. The
   * result is good for one attempt or one answer and must not be kept or logged. Whatever was
   * stored, nothing is signed but files of the tenant (a UUID). Error: 503
   * `asset_store_not_configured` where the settings went after the event came.
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
