/** Limits of streams in time and memory. */
export interface StreamOptions {
  /** Interval of pings. A client that has not answered one by the next is disconnected. */
  heartbeatMs: number;
  /** A client that reads nothing for this long is closed as too slow. */
  stallMs: number;
  /** Maximum events and bytes in flight to one client. */
  page: { events: number; bytes: number };
  maxBufferedBytes: number;
  /** Open streams of the process, and of each tenant in it. */
  maxStreams: number;
  maxStreamsPerTenant: number;
}

/** Injects the `StreamOptions` of the process. */
export const STREAM_OPTIONS_IN_USE = Symbol('stream-options');

export const STREAM_OPTIONS: StreamOptions = {
  heartbeatMs: 20_000,
  stallMs: 30_000,
  page: { events: 200, bytes: 512 * 1024 },
  maxBufferedBytes: 4 * 1024 * 1024,
  maxStreams: 2_000,
  maxStreamsPerTenant: 100,
};

/** Maximum size of a client's message; the longest list of types fits. */
export const MAX_FRAME_BYTES = 16 * 1024;

/** Close codes: those of RFC 6455, section 7.4.1, and its registry; from 4000 on, private ones. */
export const CLOSE = {
  tooManyFrames: 1008,
  failed: 1011,
  restarting: 1012,
  tooSlow: 1013,
  keyInvalid: 4401,
  tenantDeleted: 4404,
} as const;
