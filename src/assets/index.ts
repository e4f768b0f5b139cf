export { AssetLinks } from './asset-links.js';
export { findAssets, withPlaceholders } from './asset-reference.js';
export type { AssetReference } from './asset-reference.js';
export { AssetsModule } from './assets.module.js';
export { refuseAssets, requireAllowedAssets } from './check-assets.js';
