import type { LiveCatalogue } from '../../catalogue/index.js';
import type { RunSettings } from '../../config/index.js';
import { parseCidrs } from '../../transport/index.js';
import type { EndpointRules } from './check-endpoint.js';

/** Injects the `EndpointRules` of the process. */
export const ENDPOINT_RULES = Symbol('endpoint rules');

/** The rules that settings and catalogue make. */
export function endpointRules(settings: RunSettings, catalogue: LiveCatalogue): EndpointRules {
  return {
    hasMail: settings.mail !== undefined,
    url: {
      production: settings.production,
      allowedCidrs: parseCidrs(settings.allowedPrivateCidrs.join(',')),
      allowedPorts: settings.allowedPorts,
    },
    learnTypes: () => catalogue.refresh(),
    knownTypes: () => catalogue.list().map(({ type }) => type),
  };
}
