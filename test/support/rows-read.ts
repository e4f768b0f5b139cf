interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

/** A connection in a transaction, such as a client of pg. */
interface Transaction {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/**
 * Runs a statement and returns the most rows that one node of its plan read, those included that it passed over.
 * Sequential scans are off, because the planner chooses them for small tables only.
 */
export async function rowsRead(
  transaction: Transaction,
  text: string,
  values: unknown[],
): Promise<number> {
  await transaction.query('SET LOCAL enable_seqscan = off');
  const answer = await transaction.query(
    `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
    values,
  );
  const [row] = (Array.isArray(answer) ? answer : (answer as { rows: unknown[] }).rows) as {
    'QUERY PLAN': { Plan: PlanNode }[];
  }[];
  return Math.max(...(row?.['QUERY PLAN'] ?? []).map(({ Plan }) => mostRows(Plan)));
}

function mostRows(node: PlanNode): number {
  const { 'Actual Rows': rows, 'Actual Loops': loops, Plans: below = [] } = node;
  const removed =
    (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return Math.max((rows + removed) * loops, ...below.map(mostRows));
}
