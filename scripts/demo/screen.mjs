import { stripVTControlCharacters } from 'node:util';

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

/**
 * Lines for people. On a terminal in colour with a last line that changes; elsewhere, or with
 * NO_COLOR, plain text that reads the same.
 */
export function createScreen(stream, env) {
  const isLive = stream.isTTY === true && env.TERM !== 'dumb';
  const inColour = env.NO_COLOR ? false : isLive || Boolean(env.FORCE_COLOR);
  let startedAtMs = Date.now();
  let status = '';

  const paint = Object.fromEntries(
    Object.entries(CODES).map(([name, code]) => [
      name,
      (text) => (inColour ? `\x1b[${code}m${text}\x1b[0m` : `${text}`),
    ]),
  );
  const marks = inColour
    ? { good: paint.green('✓'), bad: paint.red('✗'), wait: paint.yellow('↻'), out: paint.cyan('→') }
    : { good: 'ok', bad: 'x', wait: '..', out: '->' };

  function line(text = '') {
    stream.write(`${status && '\r\x1b[K'}${text}\n${status}`);
  }

  return {
    ...paint,
    marks,
    line,
    startClock: () => (startedAtMs = Date.now()),
    /** A line that begins with the time since the clock was started. */
    timed: (text) => {
      const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(1);
      line(`  ${paint.dim(`${seconds} s`.padStart(6))}  ${text}`);
    },
    /** The last line, replaced by the next; nothing where lines cannot be replaced. */
    status: (text) => {
      if (!isLive || text === status) return;
      const width = stream.columns ?? 80;
      const fits = stripVTControlCharacters(text).length < width;
      status = fits ? text : stripVTControlCharacters(text).slice(0, width - 1);
      stream.write(`\r\x1b[K${status}`);
    },
    clearStatus: () => {
      if (status) stream.write('\r\x1b[K');
      status = '';
    },
    /** Pads what is seen, whatever its colour. */
    pad: (text, width) =>
      text + ' '.repeat(Math.max(0, width - stripVTControlCharacters(text).length)),
  };
}
