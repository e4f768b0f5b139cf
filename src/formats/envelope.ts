import { unixSeconds } from './format.js';
import type { FormatWriter } from './format.js';

export const envelope: FormatWriter = {
  contentType: 'application/json',
  carries: () => true,
  write: ({ id, type, createdAt, dataJson }) =>
    `{"id":${JSON.stringify(id)},"type":${JSON.stringify(type)},` +
    `"created":${unixSeconds(createdAt)},"data":${dataJson}}`,
};
