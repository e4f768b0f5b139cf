import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CATALOGUE } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { describeWebhooks } from '../catalogue-api/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import type { DocumentExtras } from '../http/index.js';

/**
 * What the OpenAPI document says of this installation: where it is reached and which events it sends.
 * Types that were registered over the API stay out: the document asks for no key.
 */
export function documentExtras(app: NestFastifyApplication): DocumentExtras {
  const settings = app.get<RunSettings>(SETTINGS, { strict: false });
  const catalogue = app.get<LiveCatalogue>(CATALOGUE, { strict: false });
  const types = catalogue.list().filter(({ type }) => catalogue.isReserved(type));
  return { serverUrl: settings.publicUrl, ...describeWebhooks(types) };
}
