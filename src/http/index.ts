export { CHECKS_ENTRIES } from './body-parser.js';
export { requireFaithfulJson } from './check-json.js';
export { createHttpApp } from './http-app.js';
export { IsLabel } from './label.js';
export { NoBody } from './no-body.js';
export { serveOpenApi } from './openapi.js';
export { PageQuery } from './page-query.dto.js';
export { toAppError } from './problem.js';
export type { HttpReply, HttpRequest } from './request.js';
