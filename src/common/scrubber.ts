const REPLACEMENT = '[redacted]';
/** `user:password@` of a URL within any text. */
const URL_LOGIN = /(:\/\/)[^\s/@"']*:[^\s@"']*@/g;
/** Shorter secrets are ignored because they also occur in other words. */
const SHORTEST = 4;

/**
 * Removes secrets from texts of libraries, such as messages and stacks: the given values in plain,
 * percent-encoded and base64 form, and the login of any URL.
 */
export class Scrubber {
  private pattern: RegExp | undefined;
  private readonly spellings = new Set<string>();

  constructor(secrets: Iterable<string> = []) {
    this.add(secrets);
  }

  /** Adds further secrets. */
  add(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      if (secret.length < SHORTEST) continue;
      const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
      for (const spelling of [secret, encodeURIComponent(secret), base64]) {
        this.spellings.add(spelling);
      }
    }
    // The longest first, because one may contain another.
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
