export { EVENT_LIMITS } from './json/json-limits.js';
export { inspectJson, inspectScanned, requireEnd, scanValue, skipSpace } from './json/read-json.js';
export type { JsonReading } from './json/read-json.js';
export { isListAt, isObjectAt, walkList, walkObject } from './json/walk-json.js';
export type { JsonPart } from './json/walk-json.js';
export { directRoute, serveDirectly } from './direct-routes.js';
export { createHttpApp } from './http-app.js';
export { prepareParting } from './parting.js';
export { bar, ICON, LOOK } from './docs/docs-page.js';
export { StaticAnswer } from './docs/serve-docs.js';
export { FieldErrorDto } from './field-error.dto.js';
export { IsLabel, NoBody, AnswersWith, RouteOptions } from './route-decorators.js';
export { serveOpenApi } from './openapi.js';
export type { DocumentExtras } from './openapi/document-types.js';
export { PageQuery } from './page-query.dto.js';
export {
  ENVIRONMENTS,
  IsEnvironment,
  IsIdOf,
  IsMoment,
  IsTypePattern,
  parseMoment,
  sandboxOnly,
  ShownData,
} from './query-fields.js';
export type { Environment, FieldsOf } from './query-fields.js';
export { toAppError } from './problem.js';
export {
  DELIVERY_ID,
  ENDPOINT_ID,
  ERASURE_ID,
  EVENT_ID,
  REPLAY_ID,
  TENANT_DELETION_ID,
} from './public-id.pipe.js';
export {
  BATCH_BODY,
  EVENT_BODY,
  PASTED_BODY,
  requestIdOf,
  SCHEMA_BODY,
  SUBJECTS_BODY,
} from './request.js';
export type { AnswerHeaders, ApiRequest, HttpReply, HttpRequest } from './request.js';
export { refuseOnSocket, serveWithoutUpgrade } from './upgrade.js';
export { DtoPipe } from './validation.pipe.js';
