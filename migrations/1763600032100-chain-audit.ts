import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The audit log can only be added to, and its entries form a chain of hashes, in the order of their commits. An
 * entry joins the chain after its commit, so that no change waits for another one. The entries that exist join it
 * first. The texts of the functions here are the first ones; sql/functions has those of today.
 */
const UP = `
ALTER TABLE audit_log ADD COLUMN address text, ADD COLUMN request_id text, ADD COLUMN reason text;
CREATE TABLE audit_chain (
  position bigint NOT NULL,
  entry_id uuid NOT NULL,
  former_hash bytea NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT audit_chain_pkey PRIMARY KEY (position)
);
CREATE UNIQUE INDEX audit_chain_entry ON audit_chain (entry_id);
COMMENT ON COLUMN audit_chain.former_hash IS 'The hash of the position before this one; empty at the first.';
COMMENT ON COLUMN audit_chain.hash IS 'SHA-256 of the former hash and of the entry.';
CREATE TABLE unchained_audit (
  id uuid NOT NULL,
  CONSTRAINT unchained_audit_pkey PRIMARY KEY (id)
);
INSERT INTO unchained_audit (id) SELECT id FROM audit_log;

CREATE FUNCTION await_chaining() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO unchained_audit (id) VALUES (NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER await_chaining AFTER INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION await_chaining();

CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log can only be added to' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER keep_audit BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
FOR EACH STATEMENT EXECUTE FUNCTION keep_audit();
CREATE TRIGGER keep_audit BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain
FOR EACH STATEMENT EXECUTE FUNCTION keep_audit();
`;

/* CASCADE does not reach functions with a text body; these name the tables. */
const DOWN = `
DROP FUNCTION IF EXISTS chain_audit(integer);
DROP FUNCTION IF EXISTS audit_digest(audit_log);
DROP TRIGGER keep_audit ON audit_log;
DROP TRIGGER await_chaining ON audit_log;
DROP TABLE unchained_audit;
DROP TABLE audit_chain;
DROP FUNCTION keep_audit();
DROP FUNCTION await_chaining();
ALTER TABLE audit_log DROP COLUMN address, DROP COLUMN request_id, DROP COLUMN reason;
DELETE FROM applied_functions WHERE name IN ('chain_audit', 'audit_digest', 'keep_audit', 'await_chaining');
`;

export class ChainAudit1763600032100 implements MigrationInterface {
  name = 'ChainAudit1763600032100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
