import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeConfig, readConfig } from '../../cli/config.ts';

describe('The configuration', () => {
  it('has a default for everything and is frozen', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      ROOMTAPE_DATA: path.resolve('data'),
      ROOMTAPE_HOST: '127.0.0.1',
      ROOMTAPE_PORT: 4000,
      ROOMTAPE_ENGINE_PORT: 4001,
      ROOMTAPE_RTMP_PORT: 1935,
      ROOMTAPE_FORMATS: ['hls', 'mp4'],
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('lists every fault at once: bad values and names that do not exist', () => {
    const read = (): unknown =>
      readConfig({
        ROOMTAPE_PORT: '70000',
        ROOMTAPE_FORMATS: 'mp4,avi',
        ROOMTAPE_DATE: '/tmp',
        ROOMTAPE_TENCENT_SECRET_ID: 'AKID',
        DATABASE_URL: 'mysql://x',
      });
    expect(read).toThrow(/ROOMTAPE_PORT/);
    expect(read).toThrow(/ROOMTAPE_FORMATS/);
    expect(read).toThrow(/ROOMTAPE_DATE is no setting of Roomtape \(is ROOMTAPE_DATA meant\?\)/);
    expect(read).toThrow(/DATABASE_URL/);
  });

  it('refuses half a credential', () => {
    expect(() => readConfig({ ROOMTAPE_TENCENT_SECRET_ID: 'AKID' })).toThrow(/set together or not at all/);
  });

  it('takes lists, and treats an empty value as not set', () => {
    const config = readConfig({
      ROOMTAPE_CORS_ORIGINS: 'https://a.example, https://b.example',
      ROOMTAPE_PORT: '',
    });
    expect(config.ROOMTAPE_CORS_ORIGINS).toEqual(['https://a.example', 'https://b.example']);
    expect(config.ROOMTAPE_PORT).toBe(4000);
  });

  it('looks at nothing that is not its own', () => {
    expect(() => readConfig({ PATH: '/bin', HOME: '/root', NODE_ENV: 'x' })).not.toThrow();
  });

  it('describes every key by a sentence', () => {
    for (const { name, sentence } of describeConfig()) expect(sentence, name).toMatch(/\.$/);
  });
});
