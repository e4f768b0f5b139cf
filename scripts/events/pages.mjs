import { join } from 'node:path';
import { fieldsOf } from './fields.mjs';
import { firstSentence } from './print.mjs';

/** Stands for every event of the examples. */
const SAMPLE = {
  id: 'evt_019bc0f5a2d07c3e8a41d6f0b9275e18',
  tenantId: 'ten_019bbfe14b9673d2b07c5ae8613f42d9',
  deliveryId: 'dlv_019bc0f5a2e67b1f94d05c7a3e826b41',
  createdAt: new Date('2026-01-15T09:30:00Z'),
  sequence: 1,
};

/** A pack with more different payloads than this gets a page per family, which is a type's first word. */
const MAX_PAYLOADS_PER_PAGE = 8;

const NOTE = '<!-- Written by `npm run events -- --write` from src/catalogue; do not edit. -->';

/** The pages of docs/events by file name, as prettier leaves them. */
export async function renderPages(types, { renderBody, patterns, directory }) {
  const packs = [...new Set(types.map(({ pack }) => pack))].map((pack) =>
    chaptersOf(
      pack,
      types.filter((one) => one.pack === pack),
    ),
  );
  const pages = [
    ['README.md', indexPage(packs)],
    ...packs.flat().map((chapter) => [chapter.file, page(chapter, { renderBody, patterns })]),
  ];
  const prettier = await import('prettier');
  const options = (await prettier.resolveConfig(join(directory, 'README.md'))) ?? {};
  const formatted = await Promise.all(
    pages.map(async ([name, text]) => [
      name,
      await prettier.format(text, { ...options, parser: 'markdown' }),
    ]),
  );
  return new Map(formatted);
}

function chaptersOf(pack, types) {
  const familyOf = ({ type }) => type.split('.')[0];
  const families = [...new Set(types.map(familyOf))];
  if (groupsOf(types).length <= MAX_PAYLOADS_PER_PAGE || families.length === 1) {
    return [{ pack, types, file: `${pack}.md`, title: `\`${pack}\`` }];
  }
  return families.map((family) => ({
    pack,
    types: types.filter((one) => familyOf(one) === family),
    file: `${pack}-${family}.md`,
    title: `\`${pack}\`: ${family}`,
  }));
}

function indexPage(packs) {
  const count = packs.flat().reduce((sum, { types }) => sum + types.length, 0);
  const sections = packs.map((chapters) => {
    const rows = chapters.flatMap(({ types, file }) =>
      types.map(({ type, description }) => [`[\`${type}\`](${file})`, firstSentence(description)]),
    );
    return `## ${chapters[0].pack}\n\n${rows.length} types.\n\n${table(['type', 'when'], rows)}`;
  });
  return [
    NOTE,
    '# Event types',
    `${count} types in ${packs.length} packs. \`CATALOGUE\` chooses among the packs, save \`endpoint\`, which is always on offer; \`GET /v1/event-types\` lists what is on offer, each with its JSON Schema.`,
    ...sections,
  ].join('\n\n');
}

function page({ types, title }, render) {
  return [
    NOTE,
    `# Events of ${title}`,
    'Fields that stand in no table here pass untouched. What is _personal_ identifies a person: `"payload": "thin"` leaves it out, and the role `support` does not see it; an _id_ finds its events by search. Bodies are sent without white space; here they are indented.',
    ...groupsOf(types).map((group) => groupSection(group, render)),
  ].join('\n\n');
}

/** Types whose page entries would be the same but for the name stand together. */
function groupsOf(types) {
  const groups = new Map();
  for (const one of types) {
    const { title: _, description: __, ...rules } = one.schema;
    const key = JSON.stringify([rules, one.example, one.formats, one.derives]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function groupSection(group, render) {
  const [first, ...others] = group;
  const isGroup = others.length > 0;
  const { confidential, description, entityIdFields, personalFields } = first;
  const more = isGroup ? ` and ${others.length} more` : '';
  return [
    `## \`${first.type}\`${more}`,
    isGroup ? descriptionTable(group) : description,
    confidential
      ? '[Confidential](../publishing.md#confidential-types): endpoints that do not name the type get its ids only.'
      : '',
    personalFields.includes('') ? 'Everything in `data` but the ids counts as personal.' : '',
    `Entity: ${entityIdFields.map((name) => `\`${name}\``).join(' or ')}.`,
    fieldTable(fieldsOf(first, render.patterns)),
    isGroup ? `Examples, of \`${first.type}\`; the others differ in the name:` : '',
    ...first.formats.map((format) => example(format, first, render)),
  ].join('\n\n');
}

/** What all of them say after their first sentences is said once, below. */
function descriptionTable(group) {
  const rests = new Set(group.map(({ description }) => restOf(description)));
  const isShared = rests.size === 1;
  const rows = group.map(({ type, description }) => [
    `\`${type}\``,
    isShared ? firstSentence(description) : description,
  ]);
  return `${table(['type', 'when'], rows)}\n\n${isShared ? [...rests][0] : ''}`;
}

function restOf(description) {
  return description.slice(firstSentence(description).length).trim();
}

function fieldTable(fields) {
  const head = ['field', 'type', 'required', 'null', 'personal', 'id', 'description'];
  const yes = (is) => (is ? 'yes' : '');
  const rows = fields.map((field) => [
    `\`${field.name}\``,
    field.type,
    field.required,
    yes(field.nullable),
    yes(field.personal),
    yes(field.id),
    field.description,
  ]);
  return table(head, rows);
}

function example(format, definition, { renderBody }) {
  const { type, example: data } = definition;
  const subject = definition.subjectOf(data) ?? null;
  const event = { ...SAMPLE, type, subject, dataJson: JSON.stringify(data) };
  const text = renderBody(format, event).body.toString('utf8');
  const body = JSON.stringify(JSON.parse(text), null, 2);
  return `<details>\n<summary><code>${format}</code></summary>\n\n\`\`\`json\n${body}\n\`\`\`\n\n</details>`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
