import { AppError, isOutage, sqlStateOf, unavailable } from '../../common/index.js';

/** Postrider's tables are in the schema `public`, whatever the search path of the application. */
const NAME = 'public.postrider_publish_v1';
/** Text both ways: an application may have set its driver to read JSON in another way. */
const CALL = `SELECT ${NAME}($1::text, $2::text::jsonb)::text AS answer`;

/** Runs one statement, as an `EntityManager` does. */
export interface Querier {
  query(text: string, values: unknown[]): Promise<{ answer: string }[]>;
}

/** A wrapped data key as the function spells it; `wrapped` in base64. */
export interface KeyText {
  id: string;
  wrapped_by: string;
  wrapped: string;
}

/** The answers of the function, by the question. */
export type FunctionAnswer =
  | { status: 'not_ready' | 'other_database' | 'unknown_key' | 'again' }
  /** `deleting`: there is one, whose deletion was requested. */
  | { status: 'no_tenant'; deleting?: boolean }
  | { status: 'ready'; index_key: KeyText }
  | {
      status: 'keys';
      tenant_id: string;
      period: string;
      index_key_id: string;
      wrapped_by: string;
      data_key: KeyText | null;
    }
  | { status: 'stored'; created: number }
  | {
      status: 'duplicate' | 'conflict';
      id: string;
      type: string;
      created: number;
      deliveries: number;
    };

/** SQLSTATEs of a role without the right, a function, a schema or a database that is not there. */
const NOT_SET_UP = /^(42501|42883|3F000|3D000|28P01|28000)$/;

/** Calls the function through which applications publish. */
export class PublishFunction {
  /**
   * On the connection of `querier`. Errors: 503 while the database is away, 500 `postrider_not_set_up`
   * with what to do; every other is the database's own.
   */
  async call(querier: Querier, tenantRef: string | null, request: object): Promise<FunctionAnswer> {
    try {
      const [row] = await querier.query(CALL, [tenantRef, JSON.stringify(request)]);
      return JSON.parse(row?.answer ?? '{}') as FunctionAnswer;
    } catch (error) {
      if (isOutage(error))
        throw unavailable('The event could not be stored; publish it again.', error);
      if (NOT_SET_UP.test(sqlStateOf(error) ?? '')) throw notSetUp(adviceFor(error), error);
      throw error;
    }
  }
}

function adviceFor(error: unknown): string {
  const state = sqlStateOf(error);
  if (state === '42501') {
    return `the role of the connection may not use it: run GRANT USAGE ON SCHEMA public TO …; GRANT EXECUTE ON FUNCTION ${NAME}(text, jsonb) TO …; as the role that runs Postrider's migrations`;
  }
  if (state === '42883' || state === '3F000') {
    return `there is no function ${NAME}(text, jsonb): start Postrider once on this database, or see the option databaseUrl`;
  }
  return `PostgreSQL refuses the connection (${state}): see the option databaseUrl`;
}

/** 500: nothing that the caller of a publish could mend. */
export function notSetUp(advice: string, cause?: unknown): AppError {
  return new AppError(
    'postrider_not_set_up',
    500,
    { message: `Postrider cannot be published through: ${advice}.` },
    { cause },
  );
}
