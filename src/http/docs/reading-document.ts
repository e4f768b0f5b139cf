import type { OpenAPIObject } from '@nestjs/swagger';
import { AUDIENCE_TAGS } from '../openapi/audiences.js';
import { operationsOf } from '../openapi/document-types.js';

/** Titles of the topics for which a capital first letter is not enough. */
const TITLES: Record<string, string> = {
  callbacks: 'Callback',
  kyc: 'KYC',
  qoreid: 'QoreID',
  'case-keeper': 'Case Keeper',
};

const AUDIENCES = AUDIENCE_TAGS.map(({ name, description }) => `- **${name}**: ${description}`);

/**
 * Returns the document as the page shows it: divided by topic, with the webhooks apart from the API and
 * a badge for each audience of an operation. The parts are small because the reader renders each part
 * as a whole. Names no server, because the page uses its own host.
 */
export function readingDocument(document: OpenAPIObject): OpenAPIObject {
  const { servers: _servers, ...copy } = structuredClone(document);
  const topics = tagByTopic(copy.paths, '');
  const webhooks = tagByTopic(copy.webhooks ?? {}, ' events');
  const groups = [
    { name: 'API', tags: topics },
    { name: 'Webhooks', tags: webhooks },
  ];
  return {
    ...copy,
    info: { ...copy.info, description: [copy.info.description, AUDIENCES.join('\n')].join('\n\n') },
    tags: [...topics, ...webhooks].map((name) => ({ name })),
    'x-tagGroups': groups.filter(({ tags }) => tags.length > 0),
  } as OpenAPIObject;
}

/** Tags every operation by its topic alone. Returns the tags in the order of the operations. */
function tagByTopic(paths: OpenAPIObject['paths'], suffix: string): string[] {
  const tags = operationsOf({ paths }).map(({ operation }) => {
    const topic = operation['x-topic'] ?? 'other';
    const tag = `${TITLES[topic] ?? topic.charAt(0).toUpperCase() + topic.slice(1)}${suffix}`;
    Object.assign(operation, {
      tags: [tag],
      'x-badges': (operation.tags ?? []).map((name) => ({ name })),
    });
    return tag;
  });
  return [...new Set(tags)];
}
