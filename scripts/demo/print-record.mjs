/** The event record of `GET /v1/tenants/{tenant}/events/{id}`. */
export function printRecord({ screen, record, nameOf, tenant }) {
  const { line, bold, dim, cyan, green, red, pad, marks } = screen;
  line(
    `  ${bold('The record of one event')}  ${dim(`GET /v1/tenants/${tenant}/events/${record.id}`)}`,
  );
  line();
  for (const [name, value] of Object.entries({
    type: record.type,
    created: new Date(record.created * 1000).toISOString(),
    subject: `${record.subject}, sequence ${record.sequence}`,
    data: JSON.stringify(record.data),
  })) {
    line(`  ${pad(dim(name), 9)} ${value}`);
  }
  for (const delivery of record.deliveries) {
    line();
    const isGood = delivery.status === 'succeeded';
    const count = `${delivery.attempt_count} of at most ${delivery.max_attempts} attempts`;
    line(
      `  ${pad(cyan(nameOf(delivery.endpoint_id)), 9)} ${(isGood ? green : red)(delivery.status)}  ${dim(`${delivery.id}, ${delivery.format}, ${count}`)}`,
    );
    for (const attempt of delivery.attempts) line(attemptLine(attempt));
    const { headers } = delivery.attempts.at(-1)?.request ?? {};
    if (headers)
      line(
        `    ${dim(`kept with each: headers (webhook-signature: ${headers['webhook-signature']}), timings, body hash`)}`,
      );
  }
  if (record.unsent.length > 0) line();
  for (const { endpoint_id: id, reason } of record.unsent) {
    line(`  ${pad(cyan(id === null ? '-' : nameOf(id)), 9)} not sent  ${dim(reason)}`);
  }

  function attemptLine(attempt) {
    return [
      `    ${pad(attempt.error === null ? marks.good : marks.bad, 2)}`,
      `#${attempt.number}`,
      dim(attempt.started_at.slice(11, 23)),
      pad(`${attempt.response?.status ?? ''}`, 3),
      pad(attempt.error?.class ?? 'delivered', 11),
      `${attempt.duration_ms} ms`.padStart(7),
      ` ${attempt.response?.body ?? attempt.error?.message ?? ''}`,
    ].join(' ');
  }
}
