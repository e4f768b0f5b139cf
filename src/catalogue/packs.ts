import type { Pack } from './catalogue.js';
import { verifaPack } from './verifa/pack.js';

/** Every pack there is; the `CATALOGUE` setting picks among them by name. */
export const availablePacks: readonly Pack[] = [verifaPack];
