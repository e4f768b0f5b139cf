import { beforeAll, describe } from 'vitest';
import { useLab } from '../../support/app/index.js';
import type { Postrider } from '../../support/app/index.js';
import { itDoesTheMainJob, QUICK_RETRIES } from './main-job.js';

const lab = useLab();

describe('PostgreSQL and Redis, one process', () => {
  let app: Postrider;

  beforeAll(async () => {
    const [databaseUrl, redis] = await Promise.all([lab.database(), lab.redis()]);
    const { url: redisUrl } = redis;
    app = await lab.postrider({ databaseUrl, redisUrl, role: 'all', env: QUICK_RETRIES });
  });

  itDoesTheMainJob(lab, () => app);
});
