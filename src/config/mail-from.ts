/** Whom mails are from. */
export interface MailFrom {
  readonly address: string;
  /** Shown beside the address. */
  readonly name?: string;
}

const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}$/;

/** Reads `address` or `Name <address>`. Throws an Error that completes "MAIL_FROM must …". */
export function parseMailFrom(text: string): MailFrom {
  const [, name = '', inBrackets] = /^([^<>]*)<([^<>]*)>$/.exec(text) ?? [];
  const address = (inBrackets ?? text).trim();
  const shown = name
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();
  if (!ADDRESS.test(address) || !/^[^\p{Cc}\p{Cs}"<>\\]{0,100}$/u.test(shown)) {
    throw new Error('be notices@example.com or Name <notices@example.com>');
  }
  return Object.freeze({ address, ...(shown !== '' && { name: shown }) });
}
