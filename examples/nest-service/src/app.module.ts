import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PostriderModule, SessionEventsModule } from 'postrider';
import { Session } from './session.entity.js';
import { SessionsController } from './sessions.controller.js';
import { Sessions } from './sessions.service.js';

const { DATABASE_URL = '', POSTRIDER_ENCRYPTION_KEYS = '', POSTRIDER_REDIS_URL } = process.env;

@Module({
  imports: [
    // The service's own data source: the default one, with its own entities and its own role.
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: DATABASE_URL,
      autoLoadEntities: true,
      synchronize: true,
    }),
    TypeOrmModule.forFeature([Session]),
    PostriderModule.forRoot({
      databaseUrl: DATABASE_URL,
      encryptionKeys: POSTRIDER_ENCRYPTION_KEYS,
      ...(POSTRIDER_REDIS_URL !== undefined && { redisUrl: POSTRIDER_REDIS_URL }),
    }),
    SessionEventsModule,
  ],
  controllers: [SessionsController],
  providers: [Sessions],
  exports: [Sessions],
})
export class AppModule {}
