import type { Pack } from '../catalogue.js';
import {
  CheckCompleted,
  CheckMatched,
  CheckMonitoringClear,
  CheckMonitoringNewHits,
} from './check-events.js';
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
  ],
};
