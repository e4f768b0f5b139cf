/** The server of a test run and the database on it that test databases are cloned from. */
export interface ProvidedPostgres {
  url: string;
  template: string;
}

/** The values that the global set-up provides to every test file. */
declare module 'vitest' {
  interface ProvidedContext {
    postgres: ProvidedPostgres;
    redisUrl: string;
  }
}
