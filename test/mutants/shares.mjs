/** Mutants of what tenants share, and of the roles that processes work as. */
export const SHARE_MUTANTS = [
  {
    name: 'shares: a tenant has every connection',
    file: 'src/database/fair-pool.ts',
    search: 'const running = Math.ceil(config.max / 2);',
    replace: 'const running = config.max;',
    specs: ['test/integration/database/fair-pool.spec.ts'],
  },
  {
    name: 'shares: a connection that failed is not given back',
    file: 'src/database/fair-pool.ts',
    search: 'this.ends.get(client)?.();',
    replace: '',
    specs: ['test/integration/database/fair-pool.spec.ts'],
  },
  {
    name: 'shares: a tenant asks for any number of things at once',
    file: 'src/auth/request-shares.ts',
    search: 'const end = await shares.acquire(owner);',
    replace: 'const end = () => undefined;',
    specs: ['test/integration/limits/at-once.spec.ts'],
  },
  {
    name: 'shares: staff has one for each tenant',
    file: 'src/auth/request-shares.ts',
    search: 'const tenantId = ownTenantId(principal);',
    replace: 'const tenantId = request.tenant?.id ?? null;',
    specs: ['test/integration/limits/at-once.spec.ts'],
  },
  {
    name: 'shares: any number of exports at once',
    file: 'src/auth/request-shares.ts',
    search: 'const end = await this.files.acquire(owner);',
    replace: 'const end = () => undefined;',
    specs: ['test/integration/limits/at-once.spec.ts'],
  },
  {
    name: 'shares: requests that wait take the turns of others',
    file: 'src/stream/feed/feed.controller.ts',
    search: "@RouteOptions({ takes: 'its time' })",
    replace: '',
    specs: ['test/integration/limits/at-once.spec.ts'],
  },
  {
    name: 'publish: waits for endpoints that do not get the event',
    file: 'src/publishing/publish-queue.ts',
    search: 'filter((one) => isMeantFor(publish.event, one))',
    replace: 'filter(() => true)',
    specs: ['src/publishing/publish-queue.spec.ts'],
  },
  {
    name: 'shares: the publishes of one tenant take all memory for them',
    file: 'src/publishing/publish-queue.ts',
    search: '|| isFull(own, bytes, this.ofOne)',
    replace: '',
    specs: ['src/publishing/publish-queue.spec.ts'],
  },
  {
    name: 'names: each request to the OpenID provider takes a thread',
    file: 'src/sign-in/identity-provider.ts',
    search: ', [oidc.customFetch]: fetchByName',
    replace: '',
    specs: ['test/e2e/unanswered-names.spec.ts'],
  },
  {
    name: 'roles: the working role of compose passes row-level security',
    file: 'docker/working-role.sql',
    search: ' NOBYPASSRLS',
    replace: ' BYPASSRLS',
    specs: ['test/e2e/compose-roles.spec.ts'],
  },
  {
    name: 'roles: the processes of compose are the owner',
    file: 'docker-compose.yml',
    search: `    DATABASE_URL: postgres://postrider_app:\${POSTGRES_APP_PASSWORD:?set it in .env}@postgres:5432/postrider
    MIGRATE: 'off'`,
    replace: `    DATABASE_URL: postgres://postrider:\${POSTGRES_PASSWORD:?set it in .env}@postgres:5432/postrider
    MIGRATE: 'off'`,
    specs: ['test/e2e/compose-roles.spec.ts'],
  },
  {
    name: 'roles: an embedded process listens as the owner',
    file: 'src/database/database-access.module.ts',
    search: ' && access.sessions?.isPooled === true',
    replace: '',
    specs: ['test/integration/embedded/embedded-roles.spec.ts'],
  },
];
