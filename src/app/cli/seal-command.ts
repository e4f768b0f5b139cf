import { DataSource } from 'typeorm';
import { SealedTexts } from '../../database/index.js';
import { EndpointAddresses } from '../../endpoints/index.js';
import { SealRows } from '../../sealing/index.js';
import { withApplication } from './with-application.js';

export const SEAL =
  'keys seal   encrypts what a former release stored in clear: queries of URLs, mail addresses, names of tenants';

/** What a pass has done to the rows of each stage. */
const DONE = {
  tenants: 'names of tenants are encrypted',
  endpoints: 'endpoints have their query or recipients encrypted',
  deliveries: 'deliveries have their recipient encrypted',
  attempts: 'attempts have their URL masked',
};

export async function sealRows({ print }: { print: (line: string) => void }): Promise<number> {
  return withApplication([EndpointAddresses], async (app) => {
    const source = app.get(DataSource, { strict: false });
    const texts = app.get(SealedTexts, { strict: false });
    const rows = new SealRows(source, texts, app.get(EndpointAddresses, { strict: false }));
    await rows.run((stage, changed) => print(`${changed} ${DONE[stage]}`));
  });
}
