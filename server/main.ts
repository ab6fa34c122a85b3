import { serveServer } from './serve.ts';

serveServer();
