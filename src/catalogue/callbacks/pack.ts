import type { Pack } from '../field-records.js';
import { EventType } from '../event-type.js';
import { Id, Integer, IsoTime, Uuid, Text } from '../field-decorators.js';
import { Personal } from '../field-records.js';

@EventType({
  type: 'complianceRecord',
  description:
    'The record of a customer or of a contract was processed; its status 100 means accepted.',
  entityId: ['customerKey', 'contractKey'],
  example: {
    status: 100,
    key: 'f283d8c84766484892cf097db8c5e2b5',
    modified: '2025-09-03T06:38:08',
    customerKey: '885eb2cc-12d6-49dd-b52a-a6634f510e17',
  },
})
export class ComplianceRecord {
  @Integer({ description: '100: accepted. There are others.' })
  status: number;

  @Id({ description: 'The record itself.' })
  key: string;

  @IsoTime({
    description:
      'When the record was changed last. The formats `callback` and `topic` show it in UTC as YYYY-MM-DDTHH:mm:ss.',
  })
  modified: string;

  @Uuid({ optional: true, description: 'The customer; never beside contractKey.' })
  customerKey?: string;

  @Uuid({ optional: true, description: 'The contract; never beside customerKey.' })
  contractKey?: string;
}

/** A record is about a customer or about a contract. */
export type ComplianceRecordPayload = ComplianceRecord &
  ({ customerKey: string; contractKey?: never } | { contractKey: string; customerKey?: never });

@EventType({
  type: 'identResult',
  description: 'A KYC provider has finished the identification of a person.',
  entityId: 'identId',
  example: {
    kyc: 'WEBID',
    identId: '315065706',
    personKey: '0ac7e1d8-9e39-486b-b28d-bd8551ec90ed',
    reason: null,
    status: 'success',
  },
})
export class IdentResult {
  @Text({ description: 'The provider.' })
  kyc: string;

  @Id({ description: 'The identification, as the provider numbers it.' })
  identId: string;

  @Uuid({ description: 'The person.' })
  personKey: string;

  @Personal()
  @Text({ nullable: true, description: 'Why it failed, if it did.' })
  reason: string | null;

  @Text({ description: '`success`, or how it failed.' })
  status: string;
}

export const callbacksPack: Pack = { name: 'callbacks', events: [ComplianceRecord, IdentResult] };
