import { Client } from 'pg';
import type { ClientConfig } from 'pg';

/**
 * A connection that may break at any moment without ending the process: who waits for an answer on it
 * gets the error all the same, and a pool makes another. Between two owners there is no other listener.
 */
export class SturdyClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
