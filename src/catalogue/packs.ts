import { PACK_NAMES } from '../config/index.js';
import type { PackName } from '../config/index.js';
import { callbacksPack } from './callbacks/pack.js';
import { caseKeeperPack } from './case-keeper/pack.js';
import type { Pack } from './catalogue.js';
import { kycPack } from './kyc/pack.js';
import { qoreidPack } from './qoreid/pack.js';
import { verifaPack } from './verifa/pack.js';

const packs: Readonly<Record<PackName, Pack>> = {
  verifa: verifaPack,
  kyc: kycPack,
  'case-keeper': caseKeeperPack,
  callbacks: callbacksPack,
  qoreid: qoreidPack,
};

/** Every pack there is. */
export const availablePacks: readonly Pack[] = PACK_NAMES.map((name) => packs[name]);

/** The packs of those names, as the `CATALOGUE` setting gives them. */
export function packsNamed(names: readonly PackName[]): readonly Pack[] {
  return availablePacks.filter(({ name }) => names.some((wanted) => wanted === name));
}
