export { AttemptRecorder } from './recording/recorder.service.js';
export type {
  AttemptEntry,
  AttemptFacts,
  DeliveryStatus,
  NextState,
  Trigger,
} from './recording/attempt-entry.js';
