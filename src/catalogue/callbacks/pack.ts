import type { Pack } from '../catalogue.js';
import { ComplianceRecord } from './compliance-record.js';
import { IdentResult } from './ident-result.js';

export const callbacksPack: Pack = { name: 'callbacks', events: [ComplianceRecord, IdentResult] };
