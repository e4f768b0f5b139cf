import type { Filter } from '../../components/filter-bar';
import { ACTIONS, wordsFor } from './audit-words';

/** Filters of the audit log. */
export const AUDIT_FILTERS: readonly Filter[] = [
  {
    name: 'action',
    label: 'What',
    kind: 'select',
    options: ACTIONS.map((action) => ({ value: action, label: wordsFor(action) })),
  },
  { name: 'target', label: 'On', kind: 'text', placeholder: 'Id, such as ep_…' },
  { name: 'actor', label: 'Who', kind: 'text', placeholder: 'Id of a key, link or person' },
  { name: 'since', label: 'Since', kind: 'time' },
  { name: 'until', label: 'Until', kind: 'time' },
];

/** Those of the log of all tenants. */
export const WHOLE_AUDIT_FILTERS: readonly Filter[] = [
  { name: 'tenant_id', label: 'Tenant', kind: 'text', placeholder: 'Id or external id' },
  ...AUDIT_FILTERS,
];
