// Compiles `src/` and `migrations/` as nest-cli.json says: TypeScript with the plugins that are named
// there, which complete the OpenAPI document. `node scripts/compile.mjs TSCONFIG`; scripts/build.mjs
// runs it. It does what `nest build` does with that file, whose package cannot be installed on every
// version of Node.js that is supported.
import { readFileSync } from 'node:fs';
import ts from 'typescript';

const [config = 'tsconfig.build.json'] = process.argv.slice(2);
const { compilerOptions: nest } = JSON.parse(readFileSync('nest-cli.json', 'utf8'));

const { options, fileNames, errors } = ts.getParsedCommandLineOfConfigFile(config, undefined, {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: (diagnostic) => end([diagnostic]),
});
const program = ts.createProgram({ rootNames: fileNames, options });
const plugins = await Promise.all(nest.plugins.map(load));
const { diagnostics } = program.emit(undefined, undefined, undefined, undefined, {
  before: plugins,
});
end([...errors, ...ts.getPreEmitDiagnostics(program), ...diagnostics]);

/** A plugin of the Nest CLI exports `before(options, program)`, which returns a TypeScript transformer. */
async function load({ name, options: pluginOptions }) {
  const { before } = await import(`${name}/plugin`);
  return before(pluginOptions, program);
}

function end(found) {
  const host = {
    getCanonicalFileName: (path) => path,
    getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
    getNewLine: () => ts.sys.newLine,
  };
  if (found.length > 0) console.error(ts.formatDiagnosticsWithColorAndContext(found, host));
  process.exit(found.length > 0 ? 1 : 0);
}
