import { Module } from '@nestjs/common';
import { ProblemsController } from './problems.controller.js';
import { Problems } from './problems.service.js';

/** The route that lists open problems. Needs database and auth. */
@Module({ controllers: [ProblemsController], providers: [Problems] })
export class ProblemsModule {}
