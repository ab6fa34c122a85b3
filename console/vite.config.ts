import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // hls.js alone is over the usual limit; it is loaded with the page of a recording.
  build: { target: 'es2022', chunkSizeWarningLimit: 1200 },
});
