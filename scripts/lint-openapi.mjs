// Lints docs/openapi.json by redocly.yaml, without a network. Any finding fails.
import { fileURLToPath } from 'node:url';
import { formatProblems, getTotals, lint, loadConfig } from '@redocly/openapi-core';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

const config = await loadConfig({ configPath: path('redocly.yaml') });
const problems = await lint({ ref: path('docs/openapi.json'), config });
formatProblems(problems, { format: 'codeframe', totals: getTotals(problems), version: '' });
process.exitCode = problems.length > 0 ? 1 : 0;
