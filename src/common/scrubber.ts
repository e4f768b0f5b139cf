const REPLACEMENT = '[redacted]';
/** `user:password@` of any URL, in whatever text it stands. */
const URL_LOGIN = /(:\/\/)[^\s/@"']*:[^\s@"']*@/g;
/** What is shorter is found in words that are no secret. */
const SHORTEST = 4;

/**
 * Takes secrets out of text that others wrote (messages and stacks of libraries, what they print):
 * the values it was given, as they are, percent-encoded and in base64, and the login of any URL.
 */
export class Scrubber {
  private pattern: RegExp | undefined;
  private readonly spellings = new Set<string>();

  constructor(secrets: Iterable<string> = []) {
    this.add(secrets);
  }

  /** Further secrets, known from now on. */
  add(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      if (secret.length < SHORTEST) continue;
      const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
      for (const spelling of [secret, encodeURIComponent(secret), base64]) {
        this.spellings.add(spelling);
      }
    }
    // The longest first: one may contain another.
    const all = [...this.spellings].toSorted((one, other) => other.length - one.length);
    this.pattern = all.length > 0 ? new RegExp(all.map(escape).join('|'), 'g') : undefined;
  }

  readonly scrub = (text: string): string => {
    const withoutLogins = text.replace(URL_LOGIN, `$1${REPLACEMENT}@`);
    return this.pattern ? withoutLogins.replace(this.pattern, REPLACEMENT) : withoutLogins;
  };
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
}
