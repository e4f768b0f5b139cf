/** Mutants of what support and other readers see, and of the audit log. */
export const SUPPORT_MUTANTS = [
  {
    name: 'masking: support sees personal data',
    file: 'src/auth/visibility.ts',
    search: "return reader.role !== 'support' && isCapable(",
    replace: 'return isCapable(',
    specs: ['test/integration/records/masking.spec.ts'],
  },
  {
    name: 'masking: fields that no schema declares are shown',
    file: 'src/masking/mask-data.ts',
    search: 'return [PLAIN_NAME.test(name) ? name : MASKED, this.hide(inner)];',
    replace: 'return [name, inner];',
    specs: ['test/integration/records/masking.spec.ts', 'src/masking/mask-data.spec.ts'],
  },
  {
    name: 'masking: what receivers repeat is shown',
    file: 'src/records/present-attempt.ts',
    search: 'const masked = truncated ? mask.cutText(body) : mask.text(body);',
    replace: 'const masked = body;',
    specs: ['test/integration/records/masking.spec.ts'],
  },
  {
    name: 'masking: a reveal is not audited',
    file: 'src/records/reveals.service.ts',
    search: "action: 'event.revealed',",
    replace: "action: 'event.read',",
    specs: ['test/integration/records/masking.spec.ts'],
  },
  {
    name: 'confidential types: whole to every endpoint',
    file: 'src/delivery/request-planner.service.ts',
    search: 'thinConfidential && !named.has(type)',
    replace: 'false && !named.has(type)',
    specs: ['test/integration/formats/confidential-types.spec.ts'],
  },
  {
    name: 'addresses: viewers see the query of a URL',
    file: 'src/auth/visibility.ts',
    search: "role !== 'viewer' && ",
    replace: '',
    specs: ['test/integration/endpoints/masked-addresses.spec.ts'],
  },
  {
    name: 'audit: entries can be changed',
    file: 'sql/functions/keep_audit.sql',
    search:
      "RAISE EXCEPTION 'the audit log can only be added to' USING ERRCODE = 'insufficient_privilege';",
    replace: 'RETURN NULL;',
    specs: ['test/integration/auth/audit.spec.ts'],
  },
  {
    name: 'audit: an entry that was removed is not noticed',
    file: 'src/auth/verify-audit.ts',
    search: 'if (!row.is_past) problems.push',
    replace: 'if (false) problems.push',
    specs: ['test/integration/auth/audit.spec.ts'],
  },
  {
    name: 'audit: a flood of wrong keys is a flood of entries',
    file: 'src/auth/refused-sign-ins.ts',
    search: '.filter(([address]) => !this.writtenMs.has(address))',
    replace: '',
    specs: ['test/integration/auth/audit.spec.ts'],
  },
  {
    name: 'endpoints of all tenants: failing is not asked for',
    file: 'src/endpoints/views/all-endpoints.query.ts',
    search: '(h.failing_since IS NOT NULL) = $3',
    replace: 'true',
    specs: ['test/integration/endpoints/all-endpoints.spec.ts'],
  },
];
