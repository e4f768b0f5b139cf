import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/common/index.js';
import { runningServerUrl, startEmbeddedPostgres } from '../../../src/database/embedded/index.js';
import type { EmbeddedPostgres } from '../../../src/database/embedded/index.js';
import { prepareDatabase } from '../../../src/database/index.js';
import { eventually, useLab } from '../../support/app/index.js';
import { queryRows } from '../../support/services/admin-query.js';
import { guard } from '../../support/services/index.js';
import type { Guard } from '../../support/services/index.js';
import { makePlace } from './place.js';
import type { Place } from './place.js';

const lab = useLab();

describe('the roles of the embedded server', () => {
  const log = { info: () => undefined, warn: () => undefined };
  let place: Place;
  let server: EmbeddedPostgres;
  let kept: Guard;
  beforeAll(async () => {
    place = await makePlace();
    server = await startEmbeddedPostgres({ dataDir: place.dataDir, log, durable: false });
    kept = guard({ pid: server.pid });
    const { url: migrationDatabaseUrl, workUrl: databaseUrl } = server;
    const settings = { databaseUrl, migrationDatabaseUrl, migrate: 'on' } as const;
    await prepareDatabase(settings, createLogger({ logLevel: 'silent' }));
  });
  afterAll(async () => {
    await server.stop();
    kept.forget();
    await place.remove();
  });

  it('the one that works is no superuser, owns nothing, and row-level security holds for it', async () => {
    const rows = await queryRows(
      server.workUrl,
      `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
         (SELECT count(*) FROM pg_class WHERE relowner = r.oid)::int
           + (SELECT count(*) FROM pg_proc WHERE proowner = r.oid)::int AS owned,
         row_security_active('events') AS is_limited
       FROM pg_roles r WHERE rolname = current_user`,
    );
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        owned: 0,
        is_limited: true,
      },
    ]);
    for (const change of ["UPDATE audit_log SET actor = 'x'", 'DELETE FROM audit_log']) {
      await expect(queryRows(server.workUrl, change)).rejects.toThrow('permission denied');
    }
  });

  it('all connections of a running process are of the one that works', async () => {
    const dataDir = await lab.directory();
    const app = await lab.postrider({ dataDir });
    const { id } = await app.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' });
    const url = await runningServerUrl(dataDir);
    // The first reader of a feed lets the process listen, on a connection of its own.
    await app.ok('GET', `/v1/tenants/${id}/events/feed`);
    await eventually(async () => {
      const listening = `SELECT FROM pg_stat_activity WHERE application_name = 'postrider-listen'`;
      expect(await queryRows(url, listening)).toHaveLength(1);
    });
    const rows = await queryRows(
      url,
      `SELECT DISTINCT usename, usesuper FROM pg_stat_activity JOIN pg_user USING (usename)
       WHERE application_name LIKE 'postrider%'`,
    );
    expect(rows).toEqual([{ usename: 'postrider_app', usesuper: false }]);
  });
});
