import type { FormatWriter } from './format.js';

export const keyData: FormatWriter = {
  contentType: 'application/json',
  carries: () => true,
  write: ({ type, dataJson }) => `{"key":${JSON.stringify(type)},"data":${dataJson}}`,
};
