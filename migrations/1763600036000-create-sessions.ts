import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sign-in to the pages: links that sign in once, and sessions. Processes of the version before use neither. */
const UP = `
CREATE TABLE sign_in_links (
  id uuid NOT NULL,
  token_hash bytea NOT NULL,
  tenant_id uuid, -- null: the link that a start prints
  role text NOT NULL CHECK (role IN ('admin', 'tenant', 'viewer')),
  capabilities text[] NOT NULL,
  person_id text,
  person_name text,
  next text,
  theme text CHECK (theme IN ('light', 'dark')),
  hide_navigation boolean NOT NULL DEFAULT false,
  key_id uuid, -- of the caller who made it; null: the bootstrap key, or no key
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT sign_in_links_pkey PRIMARY KEY (id),
  CONSTRAINT sign_in_links_token UNIQUE (token_hash)
);
CREATE INDEX sign_in_links_tenant ON sign_in_links (tenant_id, id);
CREATE INDEX sign_in_links_expiry ON sign_in_links (expires_at);

CREATE TABLE sessions (
  id uuid NOT NULL,
  token_hash bytea NOT NULL,
  owner text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'support', 'tenant', 'viewer')),
  tenant_id uuid, -- null: all tenants
  capabilities text[] NOT NULL,
  person_id text,
  person_name text,
  key_id uuid, -- the session ends with this key
  link_id uuid, -- the session ends when this link is revoked
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(), -- to the minute
  expires_at timestamptz NOT NULL,
  ended_at timestamptz, -- signed out
  CONSTRAINT sessions_pkey PRIMARY KEY (id),
  CONSTRAINT sessions_token UNIQUE (token_hash)
);
COMMENT ON COLUMN sessions.owner IS 'The person, link or key that "sign out everywhere" is about.';
CREATE INDEX sessions_owner ON sessions (owner, id) WHERE ended_at IS NULL;
CREATE INDEX sessions_expiry ON sessions (expires_at);
`;

const DOWN = `
DROP TABLE sessions, sign_in_links;
`;

export class CreateSessions1763600036000 implements MigrationInterface {
  name = 'CreateSessions1763600036000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
