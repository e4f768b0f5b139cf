import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  type AnyRoute,
} from '@tanstack/react-router';
import { ProblemNotice } from '../components/problem-notice';
import { EmptyState, Loading } from '../components/list-state';
import { CONSOLE_PAGES } from '../console/pages';
import { TENANT_PAGES } from '../portal/pages';
import type { PageEntry } from './page-entry';
import { Root } from './root';
import { TenantHome } from './tenant-home';
import { parseQuery, writeQuery } from './url-state';

const root = createRootRoute({ component: Root });
const consoleFace = face('/console');
const portalFace = face('/portal');
const portalHome = createRoute({
  getParentRoute: () => portalFace,
  path: '/',
  component: TenantHome,
});
const tenantFrame = createRoute({
  getParentRoute: () => consoleFace,
  path: 'tenants/$tenant',
  component: Outlet,
});
const tenantHome = createRoute({
  getParentRoute: () => tenantFrame,
  path: '/',
  component: TenantHome,
});

export const router = createRouter({
  routeTree: root.addChildren([
    consoleFace.addChildren([
      ...pagesOf(consoleFace, CONSOLE_PAGES),
      tenantFrame.addChildren([tenantHome, ...pagesOf(tenantFrame, TENANT_PAGES)]),
    ]),
    portalFace.addChildren([portalHome, ...pagesOf(portalFace, TENANT_PAGES)]),
  ]),
  parseSearch: parseQuery,
  stringifySearch: writeQuery,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: Loading,
  defaultNotFoundComponent: () => (
    <EmptyState title="There is no such page" hint="The address may be mistyped or out of date." />
  ),
  defaultErrorComponent: ({ error, reset }) => <ProblemNotice error={error} onRetry={reset} />,
  scrollRestoration: true,
});

function face(path: string) {
  return createRoute({ getParentRoute: () => root, path, component: Outlet });
}

function pagesOf(parent: AnyRoute, pages: readonly PageEntry[]): AnyRoute[] {
  return pages.map(({ path, component }) =>
    createRoute({ getParentRoute: () => parent, path: path === '' ? '/' : path, component }),
  );
}
