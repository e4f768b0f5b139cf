import type { DataSource, EntityManager, EntitySubscriberInterface, QueryRunner } from 'typeorm';

/** Calls `announce` when what an application published is committed. */
export class CommitHints {
  private readonly published = new WeakSet<QueryRunner>();
  private readonly observed = new Set<DataSource>();
  private readonly subscriber: EntitySubscriberInterface;

  constructor(private readonly announce: () => void) {
    this.subscriber = {
      afterTransactionCommit: ({ queryRunner }) => {
        // The end of a nested transaction is the release of a savepoint.
        if (queryRunner.isTransactionActive || !this.published.delete(queryRunner)) return;
        announce();
      },
    };
  }

  /**
   * Call it after a publish, with the manager that it was given. A rollback leaves a hint to the next commit of the
   * connection, which costs one look.
   */
  afterPublish(manager?: EntityManager): void {
    if (!manager?.queryRunner?.isTransactionActive) return this.announce();
    const { queryRunner, dataSource } = manager;
    this.published.add(queryRunner);
    if (this.observed.has(dataSource)) return;
    this.observed.add(dataSource);
    dataSource.subscribers.push(this.subscriber);
  }

  /** Leaves the data sources as they were. */
  close(): void {
    for (const { subscribers } of this.observed) {
      const position = subscribers.indexOf(this.subscriber);
      if (position >= 0) subscribers.splice(position, 1);
    }
    this.observed.clear();
  }
}
