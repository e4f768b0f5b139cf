import { lazyRouteComponent } from '@tanstack/react-router';
import type { PageEntry } from '../app/page-entry';

/** The pages of staff, across tenants, in the order of their links. */
export const CONSOLE_PAGES: readonly PageEntry[] = [
  {
    path: 'tenants',
    label: 'Tenants',
    component: lazyRouteComponent(() => import('./tenants-page'), 'TenantsPage'),
  },
];
