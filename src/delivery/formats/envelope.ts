import type { FormatWriter } from './format.js';

export const envelope: FormatWriter = {
  contentType: 'application/json',
  carries: () => true,
  write: ({ id, type, createdSeconds, dataJson }) =>
    `{"id":${JSON.stringify(id)},"type":${JSON.stringify(type)},` +
    `"created":${createdSeconds},"data":${dataJson}}`,
};
