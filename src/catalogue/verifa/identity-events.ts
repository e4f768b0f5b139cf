import { EventType } from '../event-type.js';
import { Flag, Id } from '../field-decorators.js';

/** The fields of both identity events. */
export class IdentityPayload {
  @Id()
  identity_id: string;

  @Id({ nullable: true, description: "The tenant's own reference." })
  external_ref: string | null;

  @Flag()
  is_sandbox: boolean;
}

const EXAMPLE = {
  identity_id: 'identity_abc123',
  external_ref: 'user_456',
  is_sandbox: false,
} as const;

@EventType({
  type: 'identity.created',
  description: 'An identity record was created: the first session of a person.',
  entityId: 'identity_id',
  example: EXAMPLE,
})
export class IdentityCreated extends IdentityPayload {}

@EventType({
  type: 'identity.updated',
  description: 'A later session of the same person has updated the identity record.',
  entityId: 'identity_id',
  example: EXAMPLE,
})
export class IdentityUpdated extends IdentityPayload {}
