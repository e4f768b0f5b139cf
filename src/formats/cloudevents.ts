import type { FormatWriter, RenderedEvent } from './format.js';

/** Digits of the largest safe integer, so that every sequence has as many. */
const SEQUENCE_DIGITS = 16;

/** What a CloudEvents String may hold (version 1.0.2, section 3, "Type System"). */
const CLOUDEVENTS_STRING = /^[^\p{Control}\p{Surrogate}\p{Noncharacter_Code_Point}]+$/u;

/** CloudEvents 1.0 in structured mode, by its JSON event format and the `sequence` extension. */
export const cloudevents: FormatWriter = {
  contentType: 'application/cloudevents+json',
  carries: () => true,
  write: (event) => `${JSON.stringify(attributesOf(event)).slice(0, -1)},"data":${event.dataJson}}`,
};

function attributesOf({ id, tenantId, type, createdAt, sequence, subject }: RenderedEvent) {
  return {
    specversion: '1.0',
    id,
    // Relative: where Postrider is reached may change, and the source must not.
    source: `/tenants/${tenantId}`,
    type,
    ...(subject !== null && CLOUDEVENTS_STRING.test(subject) && { subject }),
    time: createdAt.toISOString(),
    datacontenttype: 'application/json',
    ...(sequence !== null && { sequence: orderable(sequence) }),
  };
}

/** The extension wants text whose alphabetical order is the order of the numbers. */
function orderable(sequence: number): string {
  return String(sequence).padStart(SEQUENCE_DIGITS, '0');
}
