import { expect, it } from 'vitest';
import { ERROR_ACTIONS, ERROR_CODES } from './index.js';

it.each(Object.keys(ERROR_CODES) as (keyof typeof ERROR_CODES)[])(
  '%s says in sentences when it comes and what to do',
  (code) => {
    expect(ERROR_CODES[code].meaning).toMatch(/^[`A-Z][^|\n]+\.$/);
    expect(ERROR_ACTIONS[code]).toMatch(/^[`A-Z][^|\n]+\.$/);
  },
);
