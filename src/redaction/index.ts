export { RedactionApiModule } from './redaction-api.module.js';
export { RedactionFollowUp } from './redaction.query.js';
export { RedactionModule } from './redaction.module.js';
