/**
 * What Slack would refuse in a message to an incoming webhook, or show otherwise than meant. After
 * https://docs.slack.dev/reference/block-kit/blocks; of the blocks only those that a message may have.
 */
export function blockKitProblems(message: unknown): string[] {
  if (!isObject(message)) return ['the message is no object'];
  const problems = unknownKeys('message', message, [
    'text',
    'blocks',
    'unfurl_links',
    'unfurl_media',
  ]);
  problems.push(...lengthOf('message.text', message['text'], 1, 40_000));
  const { blocks } = message;
  if (!Array.isArray(blocks) || blocks.length === 0 || blocks.length > 50) {
    return [...problems, 'message.blocks must be 1 to 50 blocks'];
  }
  if (JSON.stringify(message).length > 100_000) problems.push('the message is too large');
  return problems.concat(
    ...(blocks as unknown[]).map((block, index) => blockProblems(`blocks[${index}]`, block)),
  );
}

function blockProblems(at: string, block: unknown): string[] {
  if (!isObject(block)) return [`${at} is no object`];
  const { type, text, fields, elements } = block;
  if (type === 'divider') return unknownKeys(at, block, ['type']);
  if (type === 'header') {
    return [
      ...unknownKeys(at, block, ['type', 'text']),
      ...textProblems(`${at}.text`, text, 150, ['plain_text']),
    ];
  }
  if (type === 'section') {
    const problems = unknownKeys(at, block, ['type', 'text', 'fields']);
    if (text === undefined && fields === undefined)
      problems.push(`${at} has neither text nor fields`);
    if (text !== undefined) problems.push(...textProblems(`${at}.text`, text, 3000));
    return fields === undefined ? problems : [...problems, ...listProblems(`${at}.fields`, fields)];
  }
  if (type === 'context') {
    return [
      ...unknownKeys(at, block, ['type', 'elements']),
      ...listProblems(`${at}.elements`, elements),
    ];
  }
  return [`${at} is of no type that is known here: ${String(type)}`];
}

function listProblems(at: string, texts: unknown): string[] {
  if (!Array.isArray(texts) || texts.length === 0 || texts.length > 10) {
    return [`${at} must be 1 to 10 texts`];
  }
  return (texts as unknown[]).flatMap((text, index) => textProblems(`${at}[${index}]`, text, 2000));
}

function textProblems(
  at: string,
  text: unknown,
  maxLength: number,
  types: readonly string[] = ['plain_text', 'mrkdwn'],
): string[] {
  if (!isObject(text)) return [`${at} is no object`];
  const { type } = text;
  if (typeof type !== 'string' || !types.includes(type)) return [`${at} has a wrong type`];
  const keys = type === 'mrkdwn' ? ['type', 'text', 'verbatim'] : ['type', 'text', 'emoji'];
  const problems = [
    ...unknownKeys(at, text, keys),
    ...lengthOf(`${at}.text`, text['text'], 1, maxLength),
  ];
  return type === 'mrkdwn' ? [...problems, ...markupProblems(at, String(text['text']))] : problems;
}

/** `<` may only begin a link to the web, and what is escaped must be escaped in full. */
function markupProblems(at: string, text: string): string[] {
  const rest = text.replaceAll(/<https?:\/\/[^<>|\s]+\|[^<>]+>/g, '');
  const problems: string[] = [];
  if (/[<>]/.test(rest)) problems.push(`${at} holds markup other than a link`);
  if (/&(?!(?:amp|lt|gt);)/.test(text)) problems.push(`${at} holds an & that is not escaped`);
  if (/@(?:here|channel|everyone)\b/.test(text)) problems.push(`${at} mentions everybody`);
  return problems;
}

function lengthOf(at: string, text: unknown, min: number, max: number): string[] {
  const fits = typeof text === 'string' && text.length >= min && text.length <= max;
  return fits ? [] : [`${at} must be text of ${min} to ${max} characters`];
}

function unknownKeys(at: string, value: object, keys: readonly string[]): string[] {
  return Object.keys(value)
    .filter((key) => !keys.includes(key))
    .map((key) => `${at} has a field that is not known here: ${key}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
