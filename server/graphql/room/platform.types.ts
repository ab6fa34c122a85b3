import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Platform, PlatformRow } from '../../../domain/recording/platforms.ts';

export const PlatformEnum = {
  IOS: 'ios',
  ANDROID: 'android',
  WINDOWS: 'windows',
  MAC: 'mac',
  ELECTRON: 'electron',
  WEB: 'web',
  MINI_PROGRAM: 'mini-program',
  RTMP: 'rtmp',
} as const;

registerEnumType(PlatformEnum, {
  name: 'Platform',
  description: 'Where a publisher runs.',
  valuesConfig: {
    IOS: { description: 'The vendor’s SDK for iOS.' },
    ANDROID: { description: 'The vendor’s SDK for Android.' },
    WINDOWS: { description: 'The vendor’s SDK for Windows.' },
    MAC: { description: 'The vendor’s SDK for macOS.' },
    ELECTRON: { description: 'The vendor’s SDK for Electron.' },
    WEB: { description: 'The vendor’s SDK for browsers.' },
    MINI_PROGRAM: { description: 'A WeChat mini program.' },
    RTMP: { description: 'Anything that publishes by RTMP, as OBS or ffmpeg.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'What a platform can start by itself, as a dated page says. What a server starts needs no platform.',
})
export class PlatformAbilities implements PlatformRow {
  @Field(() => PlatformEnum, { description: 'Which platform.' })
  readonly platform!: Platform;

  @Field(() => Boolean, { description: 'A recording, by `userDefineRecordId` at join.' })
  readonly startsRecording!: boolean;

  @Field(() => Boolean, { description: 'A relay, by `streamId` at join.' })
  readonly startsRelay!: boolean;

  @Field(() => Boolean, { description: 'A mix, by the SDK’s own call.' })
  readonly startsMix!: boolean;

  @Field(() => String, { description: 'The day of the page that says so, as 2022-06-27.' })
  readonly saidOn!: string;

  @Field(() => String, { description: 'The page.' })
  readonly source!: string;
}
