/** One recorded change. */
export class AuditEntryDto {
  id: string;
  at: string;
  /** Id of the API key, or `bootstrap`. */
  actor: string;
  role: string;
  /** What was done, such as `api_key.created`. */
  action: string;
  /** Id of the changed object. */
  target: string;
  details: Record<string, unknown>;
}

export class AuditPageDto {
  data: AuditEntryDto[];
  next_cursor: string | null;
}
