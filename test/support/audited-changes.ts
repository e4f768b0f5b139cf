/** An entry of a page of the audit log. */
export type AuditItem = Record<string, unknown>;

/**
 * Returns the entries that were committed with what they are about. Entries of refused requests and of reads are written
 * about a second behind their answers, so that they can come between a change and the look at its entry.
 */
export function auditedChanges(page: Record<string, unknown>): AuditItem[] {
  return (page['data'] as AuditItem[]).filter(
    ({ action, details }) =>
      !String(action).endsWith('.refused') && !('reads' in (details as object)),
  );
}
