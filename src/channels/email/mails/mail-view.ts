import type { Tone } from './mail-title.js';

/** A line of the table in a mail. */
export interface Fact {
  label: string;
  value: string;
  /** An id or another name that is to be read letter by letter. */
  isCode: boolean;
}

/** Events of one kind in a digest. */
export interface DigestGroup {
  title: string;
  count: number;
  tone: Tone;
  /** Of the last of them. */
  latest: string;
}

/** One event in a digest. */
export interface DigestItem {
  title: string;
  /** Empty where it is not to be told. */
  id: string;
  time: string;
  link: string | null;
}

/** What a mail says, before it is HTML or text. */
export interface MailView {
  subject: string;
  /** What mail programs show beside the subject. */
  preview: string;
  label: string;
  title: string;
  tone: Tone;
  lead: string;
  isSandbox: boolean;
  facts: Fact[];
  groups: DigestGroup[];
  items: DigestItem[];
  /** Events that are in the mail, but not in `items`. */
  more: number;
  /** What to do about it. */
  advice: string | null;
  button: { label: string; url: string } | null;
  /** Why this mail came. */
  footer: string;
}
