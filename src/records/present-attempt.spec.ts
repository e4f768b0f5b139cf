import { describe, expect, it } from 'vitest';
import { bodyText } from './present-attempt.js';

describe('bodyText', () => {
  it('shows UTF-8 as text', () => {
    const shown = { body: '{"ok":"é"}', body_encoding: 'utf8', truncated: false };
    expect(bodyText(Buffer.from('{"ok":"é"}'), false, 100)).toEqual(shown);
  });

  it('shows other bytes as base64', () => {
    const shown = { body: '//4A', body_encoding: 'base64', truncated: false };
    expect(bodyText(Buffer.from([0xff, 0xfe, 0]), false, 100)).toEqual(shown);
  });

  it('leaves out the character that the cut went through', () => {
    const shown = { body: 'ab', body_encoding: 'utf8', truncated: true };
    expect(bodyText(Buffer.from('ab€'), false, 4)).toEqual(shown);
    expect(bodyText(Buffer.from('ab€').subarray(0, 4), true, 100)).toEqual(shown);
  });

  it('takes half a character at the end of a whole body for what it is', () => {
    const body = Buffer.from('ab€').subarray(0, 4);
    expect(bodyText(body, false, 100)).toMatchObject({ body_encoding: 'base64', truncated: false });
  });
});
