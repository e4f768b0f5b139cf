import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, link, plain } from './blocks.js';

describe('text in Slack messages', () => {
  it.each([
    ['<!channel> look', '&lt;!channel&gt; look'],
    ['<@U012AB3CD>', '&lt;@\u2060U012AB3CD&gt;'],
    ['@here now', '@\u2060here now'],
    ['<https://evil.example|click>', '&lt;https:\u2060//evil.example|click&gt;'],
    ['a & b', 'a &amp; b'],
    ['*bold* _italic_ ~gone~ `code`', "∗bold∗ ＿italic＿ ∼gone∼ 'code'"],
    ['ses_0123_4', 'ses_0123_4'],
    ['two\nlines\u202e\u0000', 'two lines'],
  ])('shows %j as the letters that it is', (text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  it('never contains what Slack turns into a mention, a link or formatting', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(plain(text)).not.toMatch(/[<>`*~\n]|@(?!\u2060)|:\/\//u);
        expect(code(text)).toMatch(/^(`[^`<>\n]+`)?$/u);
      }),
    );
  });

  it('links to the given URL and nowhere else', () => {
    expect(link('https://example.com/a|b>c?d=1&e', 'x|y>')).toBe(
      '<https://example.com/a%7Cb%3Ec?d=1&amp;e|x|y&gt;>',
    );
  });
});
