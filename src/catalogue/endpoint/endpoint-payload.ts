import { Id, Integer, OneOf, Text, UtcTime } from '../field-decorators.js';

/** Of what these events say of a URL: its host. A path may hold a token. */
const HOST = 'Host and port of its URL, and nothing else of it.';

/** What every event about an endpoint carries. */
export class EndpointPayload {
  @Id({ description: 'The endpoint that the event is about, `ep_…`.' })
  endpoint_id: string;

  @Text({ description: HOST })
  url_host: string;

  @OneOf(['active', 'paused', 'disabled'], { description: 'Its status when this was told.' })
  status: 'active' | 'paused' | 'disabled';
}

/** How its last attempt failed. */
export class EndpointFailure {
  @Text({ description: 'Class of the error, such as `timeout` or `http_status`.' })
  class: string;

  @Integer({ nullable: true, description: 'HTTP status, where there was one.' })
  status: number | null;

  @Text({ nullable: true, description: 'One sentence; nothing of what the receiver answered.' })
  message: string | null;

  @UtcTime()
  at: string;
}
