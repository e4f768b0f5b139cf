import type { Pack } from '../catalogue.js';
import {
  EndpointAddressOnHold,
  EndpointDisabled,
  EndpointDisablingSoon,
  EndpointFailing,
  EndpointRecovered,
  EndpointUpdated,
} from './endpoint-events.js';

/** What Postrider tells of its endpoints. Always on offer; nobody else publishes it. */
export const endpointPack: Pack = {
  name: 'endpoint',
  events: [
    EndpointFailing,
    EndpointDisablingSoon,
    EndpointDisabled,
    EndpointRecovered,
    EndpointUpdated,
    EndpointAddressOnHold,
  ],
};
