/** What one JSON value may hold, counted before it is parsed. */
export interface JsonLimits {
  /** Members of all its objects together. */
  members: number;
  /** Members and list elements together, containers included. */
  values: number;
}

/** Levels of containers in a value, itself included. */
export const MAX_DEPTH = 64;

/** Of a request that publishes nothing. */
export const PLAIN_LIMITS: JsonLimits = { members: 1_000, values: 10_000 };

/** Of a registration of an event type: a schema and an example. */
export const SCHEMA_LIMITS: JsonLimits = { members: 10_000, values: 20_000 };

/** Of one event. */
export const EVENT_LIMITS: JsonLimits = { members: 10_000, values: 30_000 };
