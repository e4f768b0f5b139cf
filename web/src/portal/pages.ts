import { lazyRouteComponent } from '@tanstack/react-router';
import type { PageEntry } from '../app/page-entry';

/** The pages of a tenant, in the order of their links: in the portal, and in the console for each tenant. */
export const TENANT_PAGES: readonly PageEntry[] = [
  {
    path: 'overview',
    label: 'Overview',
    component: lazyRouteComponent(() => import('./overview/overview-page'), 'OverviewPage'),
  },
  {
    path: 'endpoints',
    label: 'Endpoints',
    component: lazyRouteComponent(() => import('./endpoints/endpoints-page'), 'EndpointsPage'),
  },
  {
    path: 'endpoints/new',
    component: lazyRouteComponent(
      () => import('./endpoint-form/new-endpoint-page'),
      'NewEndpointPage',
    ),
  },
  {
    path: 'endpoints/$id',
    component: lazyRouteComponent(() => import('./endpoint/endpoint-page'), 'EndpointPage'),
  },
  {
    path: 'events',
    label: 'Events',
    component: lazyRouteComponent(() => import('./events/events-page'), 'EventsPage'),
  },
  {
    path: 'events/$id',
    component: lazyRouteComponent(() => import('../shared/event/event-page'), 'EventPage'),
  },
  {
    path: 'deliveries',
    label: 'Deliveries',
    component: lazyRouteComponent(() => import('./deliveries/deliveries-page'), 'DeliveriesPage'),
  },
  {
    path: 'deliveries/$id',
    component: lazyRouteComponent(() => import('../shared/delivery/delivery-page'), 'DeliveryPage'),
  },
  {
    path: 'event-types',
    label: 'Event types',
    component: lazyRouteComponent(() => import('./event-types/event-types-page'), 'EventTypesPage'),
  },
  {
    path: 'event-types/$type',
    component: lazyRouteComponent(() => import('./event-types/event-type-page'), 'EventTypePage'),
  },
  {
    path: 'replays',
    label: 'Replays',
    component: lazyRouteComponent(() => import('./replays/replays-page'), 'ReplaysPage'),
  },
  {
    path: 'replays/$id',
    component: lazyRouteComponent(() => import('./replays/replay-page'), 'ReplayPage'),
  },
  {
    path: 'keys',
    label: 'Keys',
    component: lazyRouteComponent(() => import('./keys/keys-page'), 'KeysPage'),
  },
  {
    path: 'notifications',
    label: 'Notifications',
    component: lazyRouteComponent(
      () => import('./notifications/notifications-page'),
      'NotificationsPage',
    ),
  },
  {
    path: 'audit',
    label: 'Audit',
    component: lazyRouteComponent(() => import('./audit/audit-page'), 'AuditPage'),
  },
];
