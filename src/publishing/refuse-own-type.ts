import { isOwnType } from '../catalogue/index.js';
import { invalid } from '../common/index.js';

/** Throws 422 `event_type_reserved` for what only Postrider itself tells. */
export function refuseOwnType(type: string): void {
  if (!isOwnType(type)) return;
  const message = 'is a type that nobody but Postrider publishes: it tells of its endpoints';
  throw invalid(
    [{ pointer: '/type', code: 'event_type_reserved', message }],
    'event_type_reserved',
  );
}
