/** As the provider's document prints it. */
export const APPROVED = {
  session_id: 'session_abc123',
  external_ref: 'user_456',
  status: 'approved',
  is_sandbox: false,
  identity_id: 'identity_def789',
  result: {
    face_match_passed: true,
    age_check_passed: true,
    extracted_data: { first_name: 'Jane', last_name: 'Doe', date_of_birth: '1990-05-15' },
  },
};

export const APPROVED_TEXT =
  '"session_id":"session_abc123","external_ref":"user_456","status":"approved","is_sandbox":false,' +
  '"identity_id":"identity_def789","result":{"face_match_passed":true,"age_check_passed":true,' +
  '"extracted_data":{"first_name":"Jane","last_name":"Doe","date_of_birth":"1990-05-15"}}';

export const RECORD = {
  status: 100,
  key: 'f283d8c84766484892cf097db8c5e2b5',
  modified: '2025-09-03T06:38:08',
  customerKey: '885eb2cc-12d6-49dd-b52a-a6634f510e17',
};

export const RECORD_TEXT =
  '{"status":100,"key":"f283d8c84766484892cf097db8c5e2b5","modified":"2025-09-03T06:38:08",' +
  '"customerKey":"885eb2cc-12d6-49dd-b52a-a6634f510e17"}';

export const THIN_TEXT =
  '"session_id":"session_abc123","external_ref":"user_456","identity_id":"identity_def789"';
