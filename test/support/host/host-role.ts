import { randomBytes } from 'node:crypto';
import { adminQuery } from '../services/admin-query.js';

/** The role of an application that shares Postrider's database: it owns a schema of its own. */
export interface HostRole {
  name: string;
  /** To the same database, as that role. */
  url: string;
  drop(): Promise<void>;
}

export const PUBLISH_FUNCTION = 'public.postrider_publish_v1(text, jsonb)';

/** A role with what the documentation grants, and nothing else of Postrider's. */
export async function createHostRole(databaseUrl: string): Promise<HostRole> {
  const name = `host_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await adminQuery(
    databaseUrl,
    `CREATE ROLE ${name} LOGIN PASSWORD '${password}' NOSUPERUSER;
     CREATE SCHEMA ${name} AUTHORIZATION ${name};
     ALTER ROLE ${name} SET search_path = ${name};
     REVOKE ALL ON SCHEMA public FROM PUBLIC;
     GRANT USAGE ON SCHEMA public TO ${name};
     GRANT EXECUTE ON FUNCTION ${PUBLISH_FUNCTION} TO ${name}`,
  );
  const url = new URL(databaseUrl);
  url.username = name;
  url.password = password;
  return {
    name,
    url: url.href,
    drop: () => adminQuery(databaseUrl, `DROP OWNED BY ${name} CASCADE; DROP ROLE ${name}`),
  };
}
