export { SealRows } from './seal-rows.js';
export { clearRows, SEAL_ADVICE, warnOfClearRows } from './state.js';
