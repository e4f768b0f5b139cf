import { measureLoad, measureLoop } from './measure.js';
import type { Bench, Measurement } from './measure.js';
import type { Sample, Subject } from './report.js';

const WARM_UP_EVENTS = 2_000;
const LOOP_REQUESTS = 10_000;

/** Every measurement stands between two axios loops, so that a busy machine slows both alike. */
export async function runRounds(bench: Bench, note: (line: string) => void): Promise<Sample[]> {
  const { rounds, events, loads } = bench.options;
  const measure = (subject: Subject, count: number): Promise<Measurement> =>
    subject === 'axios' || subject === 'undici'
      ? measureLoop(bench, subject, Math.min(count, LOOP_REQUESTS))
      : measureLoad(bench, subject, count);

  const subjects = [...loads, 'undici'] as const;
  note('warming up');
  for (const subject of ['axios', ...subjects] as const) await measure(subject, WARM_UP_EVENTS);

  const samples: Sample[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    let before = await measure('axios', events);
    samples.push({ subject: 'axios', round, ofAxios: 1, ...before });
    for (const subject of subjects) {
      const measured = await measure(subject, events);
      const after = await measure('axios', events);
      const ofAxios = measured.perSecond / ((before.perSecond + after.perSecond) / 2);
      samples.push({ subject, round, ofAxios, ...measured });
      samples.push({ subject: 'axios', round, ofAxios: 1, ...after });
      note(`round ${round}: ${subject} ${Math.round(measured.perSecond)}/s, ${ofAxios.toFixed(2)}`);
      before = after;
    }
  }
  return samples;
}
