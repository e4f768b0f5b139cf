import type { EntityManager } from 'typeorm';
import type { PublishAnswer } from '../publish-answer.js';
import type { PublishRequest } from '../publish-request.js';

/**
 * What the domain services publish through: the database in an application, a list in its tests. A
 * rejection is an `AppError`: 404 `not_found`, 409 `idempotency_conflict`, 413 `payload_too_large`,
 * 422 (`validation_failed`, `unknown_event_type`, `event_type_reserved`, `asset_not_allowed`), 503.
 */
export abstract class DomainPublisher {
  /**
   * With a `manager` in its transaction: the event exists if and only if that commits. Without one the
   * event is committed when this resolves.
   */
  abstract publish(request: PublishRequest, manager?: EntityManager): Promise<PublishAnswer>;
}
