/**
 * Text that people read and systems compare: not only white space, no control characters (PostgreSQL
 * stores no NUL), no lone surrogates (UTF-8 has no bytes for them). Whether it may be empty is for
 * another rule to say.
 */
export const PLAIN_TEXT = /^(?!\s+$)[^\p{Cc}\p{Cs}]*$/u;
