import { EventType } from '../event-type.js';
import { Id, Text, Uuid } from '../field-decorators.js';
import { Personal } from '../field-records.js';

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
