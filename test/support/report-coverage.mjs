// Preloaded by `--import`: at each SIGUSR2 the process appends one line to the file that COVERAGE_FILE names,
// the JSON array of the compiled files of which a function has run since the line before.
import { appendFileSync } from 'node:fs';
import { Session } from 'node:inspector';

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

process.on('SIGUSR2', () => {
  session.post('Profiler.takePreciseCoverage', (error, coverage) => {
    if (error) throw error;
    const ran = coverage.result.filter(({ functions }) => functions.some(hasRun));
    appendFileSync(process.env.COVERAGE_FILE, `${JSON.stringify(ran.map(({ url }) => url))}\n`);
  });
});

function hasRun({ ranges }) {
  return ranges[0].count > 0;
}
