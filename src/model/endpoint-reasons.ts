/** The `disabled_reason` of an endpoint that waits for the word of its tenant or of an admin. */
export const PENDING_CONFIRMATION = 'pending_confirmation';
