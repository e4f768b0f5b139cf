/** Why an event is told without its data. `expired`: it was kept for as long as it had to be. */
export type Absence = 'redacted' | 'unreadable' | 'expired';

/** An event at its place, with its body in the format asked for (of an array format: its element). */
export interface ToldEvent {
  position: number;
  /** UUID. */
  id: string;
  type: string;
  createdAt: Date;
  /** Rises per subject. */
  sequence: number | null;
  body: string;
}

/** An event whose data is not to be had. */
export interface AbsentEvent {
  position: number;
  id: string;
  /** Null where not even the record is left. */
  type: string | null;
  createdAt: Date | null;
  absence: Absence;
}

export interface EventPage {
  items: (ToldEvent | AbsentEvent)[];
  /** How far was looked: behind it goes on. */
  position: number;
  /** There may be more at once. */
  more: boolean;
}
