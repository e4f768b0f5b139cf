import { lazyRouteComponent } from '@tanstack/react-router';
import type { PageEntry } from '../app/page-entry';

/** The pages of staff, across tenants, in the order of their links. */
export const CONSOLE_PAGES: readonly PageEntry[] = [
  {
    path: '',
    label: 'Health',
    component: lazyRouteComponent(() => import('./health-page'), 'HealthPage'),
  },
  {
    path: 'search',
    component: lazyRouteComponent(() => import('./search/search-page'), 'SearchPage'),
  },
  {
    path: 'tenants',
    label: 'Tenants',
    component: lazyRouteComponent(() => import('./tenants-page'), 'TenantsPage'),
  },
  {
    path: 'rejected',
    label: 'Rejected',
    component: lazyRouteComponent(() => import('./rejected/rejected-page'), 'RejectedPage'),
  },
  {
    path: 'rejected/$id',
    component: lazyRouteComponent(
      () => import('./rejected/rejected-publish-page'),
      'RejectedPublishPage',
    ),
  },
  {
    path: 'platform',
    label: 'Platform',
    component: lazyRouteComponent(() => import('./platform/platform-page'), 'PlatformPage'),
  },
  {
    path: 'audit',
    label: 'Audit',
    component: lazyRouteComponent(() => import('./audit-page'), 'AuditPage'),
  },
];
