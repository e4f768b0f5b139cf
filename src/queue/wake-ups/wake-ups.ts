/**
 * The queue port. A wake-up is a hint that deliveries are due and carries their ids, nothing else;
 * one that gets lost, doubled or late costs time, never a delivery, because the dispatcher looks
 * into the database as well.
 */
export interface WakeUps {
  /** Announces deliveries (UUIDs) that were just committed. Never throws, never waits. */
  announce(deliveryIds: string[]): void;
  /** Announces that an event was committed whose fan-out is still to be done. Never throws, never waits. */
  announceFanout(): void;
  /** Calls the listener for announced fan-outs, while this process listens. */
  onFanout(listener: () => void): void;
  /** From now on hands announced ids to the listener; what it waits for holds further ones back. */
  listen(listener: (deliveryIds: string[]) => Promise<void>): Promise<void>;
  /** Stops handing out; what the listener already has goes on. */
  stopListening(): Promise<void>;
  /** Resolves when Redis has answered; in process at once. Rejects where Redis cannot be reached. */
  ping(): Promise<void>;
  /** Ends every connection, within two seconds and whatever Redis does. May be called again. */
  close(): Promise<void>;
}

export const WAKE_UPS = Symbol('wake-ups');
