/** Builds the page into dist/web, where the API serves it. The dev server hands `/api` to a running product or to web/dev/main.ts. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // The policy of the server allows neither inline styles nor data: modules.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The size that counts is measured compressed, by test/browser/page-size.test.ts.
    chunkSizeWarningLimit: 600,
    manifest: true,
    // How long each plugin took is for those who work on the build, not for those who start the product.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/api': { target: 'http://127.0.0.1:8000', changeOrigin: false } },
  },
});
