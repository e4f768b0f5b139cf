/** The layout of the plain text part. Nothing in it is escaped. */
export const LAYOUT_TEXT = `{{label}}{{#if isSandbox}} (sandbox){{/if}}
{{title}}
{{underline title}}
{{#if lead}}

{{wrap lead}}
{{/if}}
{{> body}}
{{#if advice}}

{{wrap advice}}
{{/if}}
{{#if button}}

{{button.label}}:
{{button.url}}
{{/if}}

-- 
{{brand}}
{{wrap footer}}
`;

export const FACTS_TEXT = `{{#if facts}}

{{#each facts}}
{{column label}}{{value}}
{{/each}}
{{/if}}`;

export const DIGEST_TEXT = `
{{#each groups}}
{{count}} x {{title}} (last {{latest}})
{{/each}}

The latest:

{{#each items}}
* {{title}}{{#if id}} {{id}}{{/if}}, {{time}}
  {{link}}
{{/each}}
{{#if more}}

and {{more}} earlier ones.
{{/if}}`;
