import type { House } from './supervisor.ts';

/** What the terminal says when the house is ready: where it is, and, at its first start, its keys. */
export function greeting(house: House): string {
  const { server, engine, rtmp } = house.urls;
  const lines = [
    'Roomtape is ready.',
    `  GraphQL   ${server}/graphql`,
    `  console   ${server}/`,
    ...(engine === null
      ? ['  cloud     Tencent']
      : [`  engine    ${engine}/api (Tencent’s API 3.0), media below ${engine}/vod/`]),
    ...(rtmp === null
      ? []
      : [`  publish   ${rtmp}/<room>?sdkappid=${house.keys.application.sdkAppId}&userid=…&usersig=…`]),
    `  data      ${house.dataFolder}`,
  ];
  return [...lines, ...(house.keysAreNew ? newKeys(house) : [])].join('\n');
}

/** Printed once. They are long-lived and for backends; a browser is given a short token. */
function newKeys({ keys, dataFolder }: House): string[] {
  return [
    '',
    `Keys were made, and are kept in ${dataFolder}/keys.json (readable by you alone). This is the only time they are shown:`,
    `  admin     ${keys.admin}`,
    `  frontend  ${keys.frontend}`,
    `  finance   ${keys.finance}`,
    `  partner   ${keys.partner}`,
    `  tencent   ${keys.tencent.secretId} ${keys.tencent.secretKey}`,
    `  app       ${keys.application.sdkAppId} secret ${keys.application.secretKey} callbacks ${keys.application.callbackKey}`,
  ];
}
