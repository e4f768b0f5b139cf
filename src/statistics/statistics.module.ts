import { Module } from '@nestjs/common';
import { Metrics } from '../metrics/index.js';
import { StatisticsFold } from './statistics-fold.service.js';
import { StatisticsController } from './statistics.controller.js';
import { Statistics } from './statistics.service.js';

/** Provides `StatisticsFold`, not yet started. */
@Module({ providers: [StatisticsFold], exports: [StatisticsFold] })
export class StatisticsModule {
  constructor(metrics: Metrics, fold: StatisticsFold) {
    fold.measureBy(metrics);
  }
}

/** The routes that answer statistics. Needs database and auth. */
@Module({ controllers: [StatisticsController], providers: [Statistics] })
export class StatisticsApiModule {}
