export { StatisticsFold } from './statistics-fold.service.js';
export { StatisticsApiModule, StatisticsModule } from './statistics.module.js';
