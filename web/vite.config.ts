import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev` of this workspace finds the API. */
const API = process.env['POSTRIDER_URL'] ?? 'http://127.0.0.1:3000';
const BACKEND = ['/v1', '/docs', '/openapi.json', '/sign-in', '/health'];

export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  // The api serves the files below this path, and the page itself for every path of the two faces.
  base: command === 'build' ? '/pages/' : '/',
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The policy of the pages allows no script and no style inside a document.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
    manifest: true,
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      BACKEND.map((path) => [path, { target: API, changeOrigin: false, ws: true }]),
    ),
  },
}));
