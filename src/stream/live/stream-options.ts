/** What a stream may take, in time and memory. */
export interface StreamOptions {
  /** Between two pings; a client that does not answer one until the next is gone. */
  heartbeatMs: number;
  /** Between two looks whether the key is still good. */
  recheckMs: number;
  /** A client that takes nothing for so long is too slow. */
  stallMs: number;
  /** Events and bytes that are on their way to one client. */
  page: { events: number; bytes: number };
  maxBufferedBytes: number;
  /** Streams of one process, and of one tenant in it. */
  maxStreams: number;
  maxStreamsPerTenant: number;
}

export const STREAM_OPTIONS: StreamOptions = {
  heartbeatMs: 20_000,
  recheckMs: 5_000,
  stallMs: 30_000,
  page: { events: 200, bytes: 512 * 1024 },
  maxBufferedBytes: 4 * 1024 * 1024,
  maxStreams: 2_000,
  maxStreamsPerTenant: 100,
};

/** Of a client's message, whole: room for the longest list of types. */
export const MAX_FRAME_BYTES = 16 * 1024;

/** Close codes: of RFC 6455, section 7.4.1 and the registry it founds, and our own from 4000 on. */
export const CLOSE = {
  tooManyFrames: 1008,
  failed: 1011,
  restarting: 1012,
  tooSlow: 1013,
  keyGone: 4401,
  tenantGone: 4404,
} as const;
