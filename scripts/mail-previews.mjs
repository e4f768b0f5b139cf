// `node scripts/mail-previews.mjs [directory]`: every kind of mail, made of the catalogue's examples, as
// an image by headless Chromium (`CHROMIUM` names it if it is not on the PATH).
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ensureBuilt, orExit } from './build.mjs';
import { previews } from './mail-previews/previews.mjs';

const WIDTH = 720;
const chromium = process.env.CHROMIUM ?? 'chromium';
const run = promisify(execFile);

const { modules } = await orExit(ensureBuilt());
const load = (path) => import(pathToFileURL(join(modules, path)).href);
await import('reflect-metadata');
const mails = await load('channels/email/commands.js');
const { availablePacks, createCatalogue } = await load('catalogue/index.js');

const root = fileURLToPath(new URL('..', import.meta.url));
const directory = resolve(process.argv[2] ?? join(root, 'docs', 'images', 'mail'));
const scratch = await mkdtemp(join(tmpdir(), 'mail-previews-'));
await mkdir(directory, { recursive: true });
try {
  for (const { name, view, isDark } of previews(createCatalogue(availablePacks), mails)) {
    const { html, text } = mails.renderMail(view, 'Example KYC');
    const page = join(scratch, `${name}.html`);
    await writeFile(page, html);
    await writeFile(join(scratch, `${name}.txt`), text);
    await photograph(page, join(directory, `${name}.png`), isDark);
    console.log(`${name}: ${Buffer.byteLength(html)} bytes of HTML`);
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}

async function photograph(page, image, isDark) {
  const measured = `${page}.measured.html`;
  const { readFile } = await import('node:fs/promises');
  const script = '<script>document.title=document.body.scrollHeight</script></body>';
  await writeFile(measured, (await readFile(page, 'utf8')).replace('</body>', script));
  const { stdout } = await browse(isDark, '--dump-dom', measured);
  const height = Number(/<title>(\d+)<\/title>/.exec(stdout)?.[1] ?? 1200);
  await browse(isDark, `--screenshot=${image}`, page, height);
}

function browse(isDark, action, page, height = 400) {
  return run(chromium, [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--force-device-scale-factor=1.5',
    `--window-size=${WIDTH},${height}`,
    `--blink-settings=preferredColorScheme=${isDark ? 0 : 1}`,
    action,
    pathToFileURL(page).href,
  ]);
}
