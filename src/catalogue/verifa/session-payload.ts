import { Flag, Id } from '../field-decorators.js';

/** What every session event carries. */
export class SessionPayload {
  @Id()
  session_id: string;

  @Id({ nullable: true, description: "The tenant's own reference, given when the session began." })
  external_ref: string | null;

  @Flag()
  is_sandbox: boolean;
}

export const SESSION_EXAMPLE = {
  session_id: 'session_abc123',
  external_ref: 'user_456',
  is_sandbox: false,
} as const;
