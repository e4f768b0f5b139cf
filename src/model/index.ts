export { PENDING_CONFIRMATION } from './endpoint-reasons.js';
