import { describe, expect, it } from 'vitest';
import { FORMATS } from './format.js';
import type { Format } from './format.js';
import { canCarry, renderBody } from './render-body.js';

/** An event as it is published, and the very body that the receivers of each format know. */
interface Row {
  type: string;
  /** The text of `data` as it is stored. */
  data: string;
  /** Where a format is absent, it cannot carry the type. */
  bodies: Partial<Record<Format, string>>;
}

const EVENT = {
  id: 'evt_0192f0c1a2b37c4d8e5f60718293a4b5',
  tenantId: 'ten_0192f0c000007000800000000000000a',
  deliveryId: 'dlv_0192f0c1a2c07e11a3b4c5d6e7f80910',
  createdAt: new Date('2025-12-26T16:00:00.250Z'),
  sequence: 7,
  subject: 'the subject',
};

const KEY = 'idk_0192f0c1a2c07e11a3b4c5d6e7f80910';

const envelopeOf = (type: string, data: string): string =>
  `{"id":"evt_0192f0c1a2b37c4d8e5f60718293a4b5","type":"${type}","created":1766764800,"data":${data}}`;

const cloudEventOf = (type: string, data: string): string =>
  '{"specversion":"1.0","id":"evt_0192f0c1a2b37c4d8e5f60718293a4b5",' +
  `"source":"/tenants/ten_0192f0c000007000800000000000000a","type":"${type}","subject":"the subject",` +
  '"time":"2025-12-26T16:00:00.250Z","datacontenttype":"application/json","sequence":"0000000000000007",' +
  `"data":${data}}`;

const CUSTOMER =
  '{"status":100,"key":"f283d8c84766484892cf097db8c5e2b5","modified":"2025-09-03T06:38:08",' +
  '"customerKey":"885eb2cc-12d6-49dd-b52a-a6634f510e17"}';

const CONTRACT =
  '{"status":100,"key":"f283d8c84766484892cf097db8c5e2b5","modified":"2025-09-03T06:38:08",' +
  '"contractKey":"885eb2cc-12d6-49dd-b52a-a6634f510e17"}';

const IDENT =
  '"kyc":"WEBID","identId":"315065706","personKey":"0ac7e1d8-9e39-486b-b28d-bd8551ec90ed",' +
  '"reason":null,"status":"success"';

const APPROVED =
  '"session_id":"session_abc123","external_ref":"user_456","status":"approved","is_sandbox":false,' +
  '"identity_id":"identity_def789","result":{"face_match_passed":true,"age_check_passed":true,' +
  '"extracted_data":{"first_name":"Jane","last_name":"Doe","date_of_birth":"1990-05-15",' +
  '"document_number":"AB1234567","document_type":"passport","issuing_country":"US"}}';

const NEW_HITS =
  '"check_id":"check_abc123","session_id":"session_ghi789","external_ref":"user_456",' +
  '"is_sandbox":false,"monitor_run_id":"monrun_xyz","trigger":"scheduled","new_hit_count":1,' +
  '"total_hit_count":3,"max_new_score":0.92,"hit_sources":["aml_screening"],' +
  '"hit_types":["sanction"],"providers_used":["aml_screening"]';

const ROWS: Row[] = [
  {
    type: 'session.approved',
    data: `{${APPROVED}}`,
    bodies: {
      envelope: envelopeOf('session.approved', `{${APPROVED}}`),
      flat: `{"event":"session.approved","idempotency_key":"${KEY}",${APPROVED}}`,
      'key-data': `{"key":"session.approved","data":{${APPROVED}}}`,
      topic: `[{"topic":"session.approved",${APPROVED}}]`,
      'event-type': `{"event":"session","event_type":"approved","data":{${APPROVED}}}`,
      cloudevents: cloudEventOf('session.approved', `{${APPROVED}}`),
    },
  },
  {
    type: 'check.monitoring.new_hits',
    data: `{${NEW_HITS}}`,
    bodies: {
      envelope: envelopeOf('check.monitoring.new_hits', `{${NEW_HITS}}`),
      flat: `{"event":"check.monitoring.new_hits","idempotency_key":"${KEY}",${NEW_HITS}}`,
      'key-data': `{"key":"check.monitoring.new_hits","data":{${NEW_HITS}}}`,
      topic: `[{"topic":"check.monitoring.new_hits",${NEW_HITS}}]`,
      'event-type': `{"event":"check","event_type":"monitoring.new_hits","data":{${NEW_HITS}}}`,
      cloudevents: cloudEventOf('check.monitoring.new_hits', `{${NEW_HITS}}`),
    },
  },
  {
    type: 'kyc.session.processed',
    data: '{"session_id":"sess_1","name":"José"}',
    bodies: {
      envelope: envelopeOf('kyc.session.processed', '{"session_id":"sess_1","name":"José"}'),
      flat: `{"event":"kyc.session.processed","idempotency_key":"${KEY}","session_id":"sess_1","name":"José"}`,
      'key-data': '{"key":"kyc.session.processed","data":{"session_id":"sess_1","name":"José"}}',
      topic: '[{"topic":"kyc.session.processed","session_id":"sess_1","name":"José"}]',
      'event-type':
        '{"event":"kyc","event_type":"session.processed","data":{"session_id":"sess_1","name":"José"}}',
      cloudevents: cloudEventOf('kyc.session.processed', '{"session_id":"sess_1","name":"José"}'),
    },
  },
  {
    type: 'verification.updated',
    data: '{"id":"01234567-89ab-cdef-0123-456789abcdef"}',
    bodies: {
      envelope: envelopeOf('verification.updated', '{"id":"01234567-89ab-cdef-0123-456789abcdef"}'),
      flat: `{"event":"verification.updated","idempotency_key":"${KEY}","id":"01234567-89ab-cdef-0123-456789abcdef"}`,
      'key-data':
        '{"key":"verification.updated","data":{"id":"01234567-89ab-cdef-0123-456789abcdef"}}',
      topic: '[{"topic":"verification.updated","id":"01234567-89ab-cdef-0123-456789abcdef"}]',
      'event-type':
        '{"event":"verification","event_type":"updated","data":{"id":"01234567-89ab-cdef-0123-456789abcdef"}}',
      cloudevents: cloudEventOf(
        'verification.updated',
        '{"id":"01234567-89ab-cdef-0123-456789abcdef"}',
      ),
    },
  },
  {
    type: 'complianceRecord',
    data: CUSTOMER,
    bodies: {
      envelope: envelopeOf('complianceRecord', CUSTOMER),
      flat: `{"event":"complianceRecord","idempotency_key":"${KEY}",${CUSTOMER.slice(1)}`,
      'key-data': `{"key":"complianceRecord","data":${CUSTOMER}}`,
      callback: `[${CUSTOMER}]`,
      topic: `[{"topic":"complianceRecord","complianceRecord":[${CUSTOMER}]}]`,
      cloudevents: cloudEventOf('complianceRecord', CUSTOMER),
    },
  },
  {
    type: 'complianceRecord',
    data: CONTRACT,
    bodies: {
      envelope: envelopeOf('complianceRecord', CONTRACT),
      flat: `{"event":"complianceRecord","idempotency_key":"${KEY}",${CONTRACT.slice(1)}`,
      'key-data': `{"key":"complianceRecord","data":${CONTRACT}}`,
      callback: `[${CONTRACT}]`,
      topic: `[{"topic":"complianceRecord","complianceRecord":[${CONTRACT}]}]`,
      cloudevents: cloudEventOf('complianceRecord', CONTRACT),
    },
  },
  {
    type: 'identResult',
    data: `{${IDENT}}`,
    bodies: {
      envelope: envelopeOf('identResult', `{${IDENT}}`),
      flat: `{"event":"identResult","idempotency_key":"${KEY}",${IDENT}}`,
      'key-data': `{"key":"identResult","data":{${IDENT}}}`,
      topic: `[{"topic":"identResult",${IDENT}}]`,
      cloudevents: cloudEventOf('identResult', `{${IDENT}}`),
    },
  },
  {
    type: 'identity.verification_completed',
    data: '{"id":"v1"}',
    bodies: {
      envelope: envelopeOf('identity.verification_completed', '{"id":"v1"}'),
      flat: `{"event":"identity.verification_completed","idempotency_key":"${KEY}","id":"v1"}`,
      'key-data': '{"key":"identity.verification_completed","data":{"id":"v1"}}',
      topic: '[{"topic":"identity.verification_completed","id":"v1"}]',
      'event-type': '{"event":"identity","event_type":"verification_completed","data":{"id":"v1"}}',
      cloudevents: cloudEventOf('identity.verification_completed', '{"id":"v1"}'),
    },
  },
];

const render = (format: Format, { type, data }: Row): string =>
  renderBody(format, { ...EVENT, type, dataJson: data }).body.toString('utf8');

describe.each(ROWS)('$type', (row) => {
  const formats = Object.keys(row.bodies) as Format[];

  it.each(formats)('has this body in %s', (format) => {
    expect(canCarry(format, row.type)).toBe(true);
    expect(render(format, row)).toBe(row.bodies[format]);
  });

  it('has none in the other formats', () => {
    for (const format of FORMATS.filter((name) => !formats.includes(name))) {
      expect(canCarry(format, row.type)).toBe(false);
      expect(() => render(format, row)).toThrow(`${format} cannot carry ${row.type}`);
    }
  });
});

/** The example payloads as the providers' documents print them. */
describe('the documents of the providers', () => {
  const sent = (format: Format, type: string, data: object): unknown =>
    JSON.parse(
      renderBody(format, { ...EVENT, type, dataJson: JSON.stringify(data) }).body.toString('utf8'),
    );

  it('show these callbacks', () => {
    const record = {
      status: 100,
      key: 'f283d8c84766484892cf097db8c5e2b5',
      modified: '2025-09-03T06:38:08',
    };
    const owner = '885eb2cc-12d6-49dd-b52a-a6634f510e17';
    expect(sent('callback', 'complianceRecord', { ...record, customerKey: owner })).toStrictEqual([
      {
        status: 100,
        key: 'f283d8c84766484892cf097db8c5e2b5',
        modified: '2025-09-03T06:38:08',
        customerKey: '885eb2cc-12d6-49dd-b52a-a6634f510e17',
      },
    ]);
    expect(sent('callback', 'complianceRecord', { contractKey: owner, ...record })).toStrictEqual([
      {
        status: 100,
        key: 'f283d8c84766484892cf097db8c5e2b5',
        modified: '2025-09-03T06:38:08',
        contractKey: '885eb2cc-12d6-49dd-b52a-a6634f510e17',
      },
    ]);
  });

  it('show these topics', () => {
    expect(
      sent('topic', 'complianceRecord', {
        status: 100,
        key: 'ac0a1122ad4c440db62fe3eb602d8941',
        modified: '2025-09-03T06:36:49',
        customerKey: '92561303-8e1d-4b71-9537-d7c8d6163ccc',
      }),
    ).toStrictEqual([
      {
        topic: 'complianceRecord',
        complianceRecord: [
          {
            status: 100,
            key: 'ac0a1122ad4c440db62fe3eb602d8941',
            modified: '2025-09-03T06:36:49',
            customerKey: '92561303-8e1d-4b71-9537-d7c8d6163ccc',
          },
        ],
      },
    ]);
    expect(
      sent('topic', 'identResult', {
        kyc: 'WEBID',
        identId: '315065706',
        personKey: '0ac7e1d8-9e39-486b-b28d-bd8551ec90ed',
        reason: null,
        status: 'success',
      }),
    ).toStrictEqual([
      {
        topic: 'identResult',
        kyc: 'WEBID',
        identId: '315065706',
        personKey: '0ac7e1d8-9e39-486b-b28d-bd8551ec90ed',
        reason: null,
        status: 'success',
      },
    ]);
  });

  it('show this declined session, flat', () => {
    const data = {
      session_id: 'session_abc123',
      external_ref: 'user_456',
      status: 'rejected',
      is_sandbox: false,
      rejection_reason: 'Document appears to be altered',
    };
    expect(sent('flat', 'session.declined', data)).toStrictEqual({
      event: 'session.declined',
      idempotency_key: KEY,
      session_id: 'session_abc123',
      external_ref: 'user_456',
      status: 'rejected',
      is_sandbox: false,
      rejection_reason: 'Document appears to be altered',
    });
  });
});

describe('callback', () => {
  const sent = (data: object): string =>
    renderBody('callback', {
      ...EVENT,
      type: 'complianceRecord',
      dataJson: JSON.stringify(data),
    }).body.toString('utf8');

  it('has its fields in its order and nothing more, whatever a record holds', () => {
    const record = {
      note: { a: 1 },
      contractKey: 'c',
      modified: '2025-09-03T06:38:08',
      customerKey: null,
      key: 'k',
      status: 300,
      topic: 'x',
    };
    expect(sent(record)).toBe(
      '[{"status":300,"key":"k","modified":"2025-09-03T06:38:08","contractKey":"c"}]',
    );
    expect(sent({ '1': 2, status: 100, key: 'k', modified: 'm' })).toBe(
      '[{"status":100,"key":"k","modified":"m"}]',
    );
  });
});
