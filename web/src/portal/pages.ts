import { lazyRouteComponent } from '@tanstack/react-router';
import type { PageEntry } from '../app/page-entry';

/**
 * The pages of a tenant, in the order of their links: in the portal, and in the console for each tenant.
 * An entry is such as `{ path: 'events', label: 'Events', component: lazyRouteComponent(() => import('./events-page'), 'EventsPage') }`.
 */
export const TENANT_PAGES: readonly PageEntry[] = [
  {
    path: 'events/$id',
    component: lazyRouteComponent(() => import('../shared/event/event-page'), 'EventPage'),
  },
  {
    path: 'deliveries/$id',
    component: lazyRouteComponent(() => import('../shared/delivery/delivery-page'), 'DeliveryPage'),
  },
];
