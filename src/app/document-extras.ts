import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CATALOGUE } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { describeWebhooks } from '../catalogue-api/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import type { DocumentExtras } from '../http/index.js';

/**
 * Returns the parts of the OpenAPI document that depend on this installation: its URL and the events
 * that it sends. Types that were registered over the API are left out, because the document is public.
 */
export function documentExtras(app: NestFastifyApplication): DocumentExtras {
  const settings = app.get<RunSettings>(SETTINGS, { strict: false });
  const catalogue = app.get<LiveCatalogue>(CATALOGUE, { strict: false });
  const types = catalogue.list().filter(({ type }) => catalogue.isReserved(type));
  return { serverUrl: settings.publicUrl, ...describeWebhooks(types) };
}
