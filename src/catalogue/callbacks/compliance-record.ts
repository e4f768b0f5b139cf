import { EventType } from '../event-type.js';
import { Id, Integer, LocalDateTime, Uuid } from '../field-decorators.js';

@EventType({
  type: 'complianceRecord',
  description:
    'The record of a customer or of a contract was processed; its status 100 means accepted.',
  entityId: ['customerKey', 'contractKey'],
  example: {
    status: 100,
    key: '5e0b7f1c93a84d26bd4470c2a91f63e8',
    modified: '2025-09-03T06:38:08',
    customerKey: '7d1f6a40-2b9c-4e83-8c55-0a9e64d3b172',
  },
})
export class ComplianceRecord {
  @Integer({ description: '100: accepted. There are others.' })
  status: number;

  @Id({ description: 'The record itself.' })
  key: string;

  @LocalDateTime({ description: 'When the record was changed last.' })
  modified: string;

  @Uuid({ optional: true, description: 'The customer; never beside contractKey.' })
  customerKey?: string;

  @Uuid({ optional: true, description: 'The contract; never beside customerKey.' })
  contractKey?: string;
}

/** A record is about a customer or about a contract. */
export type ComplianceRecordPayload = ComplianceRecord &
  ({ customerKey: string; contractKey?: never } | { contractKey: string; customerKey?: never });
