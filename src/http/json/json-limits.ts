/** The limits of one JSON value, counted before it is parsed. */
export interface JsonLimits {
  /** The number of members in all objects together. */
  members: number;
  /** The number of members and list elements together, containers included. */
  values: number;
}

/** The number of nested containers in a value, the value itself included. */
export const MAX_DEPTH = 64;

/** The limits of a request that publishes nothing. */
export const PLAIN_LIMITS: JsonLimits = { members: 1_000, values: 10_000 };

/** The limits of a registration of an event type: a schema and an example. */
export const SCHEMA_LIMITS: JsonLimits = { members: 10_000, values: 20_000 };

/** The limits of one event. */
export const EVENT_LIMITS: JsonLimits = { members: 10_000, values: 30_000 };
