import { PACK_NAMES } from '../config/index.js';
import type { PackName } from '../config/index.js';
import { callbacksPack } from './callbacks/pack.js';
import { caseKeeperPack } from './case-keeper/pack.js';
import type { Pack } from './field-records.js';
import { endpointPack } from './endpoint/pack.js';
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

/** All packs. The last one cannot be switched off by a setting. */
export const availablePacks: readonly Pack[] = [
  ...PACK_NAMES.map((name) => packs[name]),
  endpointPack,
];

/** Returns the packs that the `CATALOGUE` setting names, and the one that is always available. */
export function packsNamed(names: readonly PackName[]): readonly Pack[] {
  return availablePacks.filter(
    (pack) => pack === endpointPack || names.some((wanted) => wanted === pack.name),
  );
}
