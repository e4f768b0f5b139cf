import { EventType } from '../event-type.js';
import { Id, Integer, IsoTime, Uuid } from '../field-decorators.js';

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
