import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.js';

describe('csvLine', () => {
  it('writes texts in quotation marks, and numbers, booleans and nothing as they are', () => {
    expect(csvLine(['a', 1, true, null, 'say "hi", now\nor never'])).toBe(
      '"a",1,true,,"say ""hi"", now\nor never"\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('disarms the formula %j', (text) => {
    expect(csvLine([text])).toBe(`"'${text}"\r\n`);
  });

  it('leaves signs within a text and negative numbers alone', () => {
    expect(csvLine(['a=1', -1])).toBe('"a=1",-1\r\n');
  });
});
