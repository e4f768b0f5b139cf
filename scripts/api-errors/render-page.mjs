import { STATUS_CODES } from 'node:http';

const INTRODUCTION = `<!-- Written by \`npm run api-errors\` from src/common, src/model and docs/reasons.md; do not edit. -->

# API errors

An error of the API is \`application/problem+json\` (RFC 9457):

\`\`\`json
{
  "type": "about:blank",
  "title": "Unprocessable Entity",
  "status": 422,
  "code": "validation_failed",
  "detail": "/data/session_id: session_id must be a string",
  "errors": [
    { "pointer": "/data/session_id", "code": "wrong_type", "message": "session_id must be a string" }
  ]
}
\`\`\`

- \`code\` is stable: programs decide by the code and the status. \`detail\` is for people and may change.
- \`errors\` lists at most 100 wrong fields. \`pointer\` is a JSON Pointer (RFC 6901) into the body; a query
  parameter is named in the same way. The \`code\` of a field names the broken rule: a code of the
  tables below, \`required\`, \`unknown_field\`, \`wrong_type\`, \`max\` and others. \`did_you_mean\` may suggest
  names.
- \`id\` names the created object, if the error is about one.
- 409, 429 and 503 can have the header \`Retry-After\`, in seconds.
- The key, the tenant and the role are checked before the body, so 401, 404 and 403 come first. An object
  outside a key's tenants gets the same 404 as one that does not exist.

In the package for NestJS a refusal is a \`PostriderError\` with the same \`code\` and \`status\`. A refused entry
of a batch has its own \`status\`, \`code\` and \`errors\`. A stream answers a message that it does not know with a
frame \`error\` that has one of these codes.`;

const CLASSES = `## Error classes of attempts

A failed attempt has an \`error.class\`, with details in \`error.message\`. Unless a row says otherwise, the
attempt is spent and the delivery is retried by its schedule. The attempt itself shows the HTTP status, if the
receiver sent one.

`;

/**
 * The Markdown of the page: a table of codes for each status, and one of error classes, which takes what
 * to do from the section of that name in \`reasons\`, the text of docs/reasons.md. Throws where a class has
 * no section there.
 *
 * @param {{
 *   codes: { code: string, statuses: number[], when: string, action: string }[],
 *   classes: { name: string, when: string }[],
 *   reasons: string,
 * }} content
 * @returns {string}
 */
export function renderApiErrors({ codes, classes, reasons }) {
  const statuses = [...new Set(codes.flatMap((entry) => entry.statuses))].sort((a, b) => a - b);
  const sections = statuses.map((status) => {
    const rows = codes
      .filter((entry) => entry.statuses.includes(status))
      .map(({ code, when, action }) => [`\`${code}\``, when, action]);
    return `## ${status} ${STATUS_CODES[status]}\n\n${table(['code', 'when', 'what to do'], rows)}`;
  });
  const rows = classes.map(({ name, when }) => [
    `[\`${name}\`](reasons.md#${name})`,
    when,
    adviceOf(name, reasons),
  ]);
  const classTable = table(['class', 'when', 'details and what to do'], rows);
  return [INTRODUCTION, ...sections, CLASSES + classTable].join('\n\n');
}

function adviceOf(name, reasons) {
  const section = reasons.split(/^#+ /m).find((text) => text.startsWith(`${name}\n`));
  if (section === undefined) throw new Error(`docs/reasons.md has no section ${name}`);
  const text = section.slice(name.length).trim().replaceAll(/\s+/g, ' ');
  return text.replaceAll('](#', '](reasons.md#');
}

function table(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map(escapeCell).join(' | ')} |`).join('\n');
}

function escapeCell(text) {
  return text.replaceAll('|', '\\|');
}
