import type { RouteComponent } from '@tanstack/react-router';

/** A page below `/console`, `/portal` or `/console/tenants/$tenant`. Each is loaded when it is opened. */
export interface PageEntry {
  /** Such as `deliveries/$id`; the empty string is the face's first page. */
  path: string;
  /** The name of its link in the navigation; pages without one are reached from others. */
  label?: string;
  /** Of `lazyRouteComponent(() => import('./x-page'), 'XPage')`. */
  component: RouteComponent;
}
