import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config.ts';
import type { GraphqlClient } from '../demo/graphql-client.ts';
import { connectGraphql } from '../demo/graphql-client.ts';
import { openKeys } from '../keys.ts';

/** The API of the house that runs with this configuration, asked with its finance key. Errors say what to start or set. */
export function openHouse(config: Config): GraphqlClient {
  const folder = config.ROOMTAPE_DATA;
  if (!existsSync(path.join(folder, 'keys.json')))
    throw new Error(
      `There is no house in ${folder}: its keys.json is missing. Set ROOMTAPE_DATA, or "roomtape start".`,
    );
  const { keys } = openKeys(folder, config.ROOMTAPE_SDK_APP_ID);
  const host = config.ROOMTAPE_HOST === '0.0.0.0' ? '127.0.0.1' : config.ROOMTAPE_HOST;
  const url = `http://${host}:${String(config.ROOMTAPE_PORT)}`;
  const client = connectGraphql(url, keys.finance);
  return {
    async ask(document, variables, shape) {
      try {
        return await client.ask(document, variables, shape);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        throw new Error(`No house answers at ${url}: "roomtape start" starts one.`, { cause: error });
      }
    },
  };
}
