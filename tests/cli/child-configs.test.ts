import { describe, expect, it } from 'vitest';
import { engineConfig, serverConfig, type HouseFacts } from '../../cli/child-configs.ts';
import { readConfig } from '../../cli/config.ts';
import { openDataFolder } from '../../cli/data-folder.ts';
import { openKeys, openSecrets } from '../../cli/keys.ts';
import { readServerConfig } from '../../server/config.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

function factsFor(environment: Record<string, string>, use: (facts: HouseFacts) => void): void {
  const temporary = openTemporaryFolder();
  try {
    const config = readConfig({ ROOMTAPE_DATA: temporary.path, ...environment });
    const folder = openDataFolder(config.ROOMTAPE_DATA);
    const { keys } = openKeys(folder.root, config.ROOMTAPE_SDK_APP_ID);
    use({
      config,
      folder,
      keys,
      secrets: openSecrets(folder.root),
      ports: { server: 4000, engine: 4001, rtmp: 1935, whip: { first: 4002, last: 4005 } },
      databaseUrls: { engine: 'postgres://e@127.0.0.1/x', server: 'postgres://s@127.0.0.1/x' },
      consoleFolder: null,
    });
  } finally {
    temporary.close();
  }
}

describe('What the two processes are sent', () => {
  it('is accepted by the server, and points it at our engine', () => {
    factsFor({}, (facts) => {
      const config = readServerConfig(structuredClone(serverConfig(facts)));
      expect(config.tencent.endpoint).toBe('127.0.0.1:4001/api');
      expect(config.rtmpUrl).toBe('rtmp://127.0.0.1:1935/push');
      expect(config.whipUrl).toBe('http://127.0.0.1:4001/whip');
    });
  });

  it('points the server at Tencent when there are credentials', () => {
    factsFor({ ROOMTAPE_TENCENT_SECRET_ID: 'AKIDx', ROOMTAPE_TENCENT_SECRET_KEY: 'y' }, (facts) => {
      expect(readServerConfig(structuredClone(serverConfig(facts))).tencent).toMatchObject({
        endpoint: null,
        secretId: 'AKIDx',
      });
    });
  });

  it('gives both the same secrets, and addresses that reach each other when the house listens everywhere', () => {
    factsFor({ ROOMTAPE_HOST: '0.0.0.0' }, (facts) => {
      const engine = engineConfig(facts);
      const server = serverConfig(facts);
      expect(engine.playKey).toBe(server.playKey);
      expect(engine.api.secretKey).toBe(server.tencent.secretKey);
      expect(engine.application.callbackKey).toBe(server.applications[0]?.callbackKey);
      expect(engine.application.callbackUrls.css).toBe(
        'http://127.0.0.1:4000/callbacks/tencent/css/1400000123',
      );
    });
  });
});
