import { serveEngine } from './serve.ts';

serveEngine();
