import type { Pack } from '../catalogue.js';
import {
  KycSessionApproved,
  KycSessionCompleted,
  KycSessionCreated,
  KycSessionManualReview,
  KycSessionProcessed,
  KycSessionRejected,
} from './session-events.js';
import { KycWatchlistMatchDetected, KycWatchlistStatusChanged } from './watchlist-events.js';

export const kycPack: Pack = {
  name: 'kyc',
  events: [
    KycSessionCreated,
    KycSessionCompleted,
    KycSessionProcessed,
    KycSessionApproved,
    KycSessionRejected,
    KycSessionManualReview,
    KycWatchlistMatchDetected,
    KycWatchlistStatusChanged,
  ],
};
