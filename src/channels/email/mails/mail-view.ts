import type { Tone } from './mail-title.js';

/** A row of the table in a mail. */
export interface Fact {
  label: string;
  value: string;
  /** Whether it is shown in a monospaced font, like ids. */
  isCode: boolean;
}

/** The events with one title in a digest. */
export interface DigestGroup {
  title: string;
  count: number;
  tone: Tone;
  /** The time of the last event. */
  latest: string;
}

/** One event in a digest. */
export interface DigestItem {
  title: string;
  /** Empty if the mail must not show it. */
  id: string;
  time: string;
  link: string | null;
}

/** The content of a mail before it is rendered as HTML and text. */
export interface MailView {
  subject: string;
  /** The text that mail programs show next to the subject. */
  preview: string;
  label: string;
  title: string;
  tone: Tone;
  lead: string;
  isSandbox: boolean;
  facts: Fact[];
  groups: DigestGroup[];
  items: DigestItem[];
  /** The number of events that are not in `items`. */
  more: number;
  /** Recommended action. */
  advice: string | null;
  button: { label: string; url: string } | null;
  /** Why the reader gets this mail. */
  footer: string;
}
