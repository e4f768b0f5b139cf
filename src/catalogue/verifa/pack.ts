import type { Pack } from '../field-records.js';
import {
  CaseApproved,
  CaseClaimed,
  CaseCreated,
  CaseEscalated,
  CaseRejected,
} from './case-events.js';
import {
  CheckCompleted,
  CheckMatched,
  CheckMonitoringClear,
  CheckMonitoringNewHits,
} from './check-events.js';
import {
  DocumentClassified,
  DocumentCompared,
  DocumentExtracted,
  DocumentRedacted,
  DocumentUploaded,
  DocumentVerified,
} from './document-events.js';
import { IdentityCreated, IdentityUpdated } from './identity-events.js';
import {
  SessionApproved,
  SessionCreated,
  SessionDeclined,
  SessionExpired,
  SessionRedacted,
  SessionRequiresReview,
  SessionResubmissionRequired,
  SessionRetentionExpired,
  SessionStarted,
} from './session-events.js';

export const verifaPack: Pack = {
  name: 'verifa',
  events: [
    SessionCreated,
    SessionStarted,
    SessionApproved,
    SessionDeclined,
    SessionRequiresReview,
    SessionExpired,
    SessionResubmissionRequired,
    SessionRedacted,
    SessionRetentionExpired,
    CheckCompleted,
    CheckMatched,
    CheckMonitoringNewHits,
    CheckMonitoringClear,
    IdentityCreated,
    IdentityUpdated,
    CaseCreated,
    CaseClaimed,
    CaseApproved,
    CaseRejected,
    CaseEscalated,
    DocumentUploaded,
    DocumentClassified,
    DocumentExtracted,
    DocumentVerified,
    DocumentCompared,
    DocumentRedacted,
  ],
};
