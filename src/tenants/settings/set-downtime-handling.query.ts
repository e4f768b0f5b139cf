/** Matches no row where it is so already ($2). Publishes that were planned with the other value are planned anew. */
export const SET_DOWNTIME_HANDLING = `
UPDATE tenants SET network_downtime_handling = $2, fanout_version = fanout_version + 1
WHERE id = $1 AND deleted_at IS NULL AND network_downtime_handling <> $2`;
