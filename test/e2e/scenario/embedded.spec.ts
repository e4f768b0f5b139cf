import { beforeAll, describe } from 'vitest';
import { useLab } from '../../support/app/index.js';
import type { Postrider } from '../../support/app/index.js';
import { itDoesTheMainJob, QUICK_RETRIES } from './main-job.js';

const lab = useLab();

describe('all embedded', () => {
  let app: Postrider;

  beforeAll(async () => {
    app = await lab.postrider({ dataDir: await lab.directory(), env: QUICK_RETRIES });
  });

  itDoesTheMainJob(lab, () => app);
});
