import type { AttemptDto } from '../records/index.js';
import { MASKED } from '../masking/index.js';
import { reasonText } from '../model/index.js';
import { afterColon, list, open, plural, quote, time } from './words.js';

/** Classes of attempts that failed on the sending side. */
const OURS: readonly string[] = ['worker_lost', 'internal'];
/** A receiver that answers with a page has nothing to say in it. */
const PAGE = /^\s*<(?:!doctype|html|head|body|\?xml)/i;

export function isOurs({ error }: AttemptDto): boolean {
  return error !== null && OURS.includes(error.class);
}

export function failuresOf(attempts: readonly AttemptDto[]): AttemptDto[] {
  return attempts.filter((attempt) => attempt.error !== null && !isOurs(attempt));
}

/** Returns the sentences about attempts that the receiver failed, and about those that failed on the sending side. */
export function explainFailures(place: string, attempts: readonly AttemptDto[]): string[] {
  const failures = failuresOf(attempts);
  const lost = attempts.filter(isOurs);
  const sentences = failures.length === 0 ? [] : [failureSentence(place, failures)];
  const said = saidBy(failures.at(-1));
  if (said !== null) sentences.push(`The last one said: ${said}.`);
  if (lost.length > 0) {
    const verb = lost.length === 1 ? 'was' : 'were';
    sentences.push(
      `${plural(lost.length, 'attempt')} ${verb} lost by a fault of this platform (${list([...new Set(lost.map(classOf))])}), the last one at ${time(lost.at(-1)?.started_at ?? '')}; this counts against no schedule.`,
    );
  }
  return sentences;
}

function failureSentence(place: string, failures: readonly AttemptDto[]): string {
  const [first] = failures;
  const last = failures.at(-1);
  if (!first || !last) return '';
  const when =
    failures.length === 1
      ? `the attempt at ${time(first.started_at)}`
      : `all ${failures.length} attempts between ${time(first.started_at)} and ${time(last.started_at)}`;
  const kinds = new Map<string, number>();
  for (const attempt of failures) {
    const kind = kindOf(attempt);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const [only, ...others] = [...kinds];
  if (only && others.length === 0) {
    return first.response !== null && first.error?.class === 'http_status'
      ? `${place} answered ${first.response.status} to ${when}.`
      : `${failures.length === 1 ? 'T' + when.slice(1) : 'A' + when.slice(1)} to ${place} failed: ${open(reasonText(classOf(last)))} (${quote(last.error?.message ?? '').slice(1, -1)}).`;
  }
  const counts = [...kinds].map(([kind, count]) => `${kind} (${plural(count, 'time')})`);
  return `${plural(failures.length, 'attempt')} to ${place} failed between ${time(first.started_at)} and ${time(last.started_at)}: ${list(counts)}.`;
}

/** Returns how an attempt failed, as what follows a colon. */
export function failureInShort(attempt: AttemptDto): string {
  return attempt.response !== null && attempt.error?.class === 'http_status'
    ? `it answered ${attempt.response.status}`
    : afterColon(reasonText(classOf(attempt)));
}

function classOf({ error }: AttemptDto): string {
  return error?.class ?? '';
}

function kindOf(attempt: AttemptDto): string {
  return attempt.response !== null && attempt.error?.class === 'http_status'
    ? `answer ${attempt.response.status}`
    : classOf(attempt);
}

/** Returns what a receiver answered as a quotation; null where it is not known, empty or masked as a whole. */
export function saidBy(attempt: AttemptDto | undefined): string | null {
  const response = attempt?.response;
  if (!response?.body || response.body_encoding !== 'utf8') return null;
  if (response.body === MASKED || response.body.trim() === '') return null;
  return PAGE.test(response.body) ? 'an HTML page' : quote(response.body);
}
