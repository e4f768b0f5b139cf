-- Makes the role that the processes of docker-compose.yml work as, or sets its password: the run-time parameter
-- postrider.app_password, which psql gives on from PGOPTIONS. The role owns nothing, so that row-level security and the
-- rights of the tables hold for it; `MIGRATE=only` grants it what it needs. It can be run again at any time.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'postrider_app') THEN
    CREATE ROLE postrider_app;
  END IF;
  EXECUTE format(
    'ALTER ROLE postrider_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD %L',
    current_setting('postrider.app_password')
  );
END $$;
