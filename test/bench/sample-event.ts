/** `data` of a `session.approved` as it comes out of a real review: its delivered body has about 1 KB. */
export function sampleData(nth: number): Record<string, unknown> {
  const number = String(nth).padStart(8, '0');
  return {
    session_id: `session_${number}`,
    external_ref: `user_${number}`,
    is_sandbox: false,
    status: 'approved',
    identity_id: `identity_${number}`,
    result: {
      face_match_passed: true,
      age_check_passed: true,
      extracted_data: {
        first_name: 'Maria Magdalena',
        last_name: 'Featherstonehaugh',
        date_of_birth: '1990-05-15',
        document_number: `AB${number}`,
        document_type: 'passport',
        issuing_country: 'US',
        place_of_birth: 'Newcastle upon Tyne',
        expires_on: '2031-02-28',
        address: '221B Baker Street, Marylebone, London NW1 6XE, United Kingdom',
      },
    },
    workflow: { id: 'wf_onboarding_standard', version: 14, name: 'Onboarding, standard risk' },
    reviewer: { id: 'usr_5521', decision: 'approve', decided_at: '2026-03-14T09:26:53.589Z' },
    timings: { created_at: '2026-03-14T09:20:11.003Z', captured_at: '2026-03-14T09:22:40.871Z' },
    device: { kind: 'phone', os: 'iOS 19.3', locale: 'en-GB', ip_country: 'GB' },
  };
}
