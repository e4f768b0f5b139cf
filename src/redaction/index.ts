export { RedactionApiModule } from './redaction-api.module.js';
export { RedactionFollowUp } from './redaction-follow-up.js';
export { RedactionModule } from './redaction.module.js';
