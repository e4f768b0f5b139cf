// `node --import ./typescript.mjs some.ts`
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
