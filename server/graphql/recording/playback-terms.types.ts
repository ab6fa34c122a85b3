import { ArgsType, Field, Int } from 'type-graphql';
import {
  maxAddresses,
  playbackSeconds,
  previewSeconds,
  type PlaybackTerms,
} from '../../services/playback.ts';

export const expiresDescription = `How long the address works, in seconds, ${playbackSeconds.min} to ${playbackSeconds.max}; never longer than the viewer token.`;
export const previewDescription = `Seconds from the beginning that may be played, ${previewSeconds.min} to ${previewSeconds.max}; left out, all.`;
export const addressesDescription = `How many different network addresses may play, ${maxAddresses.min} to ${maxAddresses.max}; left out, any number.`;
export const downloadDescription =
  'True makes a browser save it under its name instead of playing it. Only an engine of ours can: refused on the vendor’s cloud.';

@ArgsType()
export class PlaybackTermsArgs {
  @Field(() => Int, { defaultValue: playbackSeconds.default, description: expiresDescription })
  readonly expiresInSeconds!: number;

  @Field(() => Int, { nullable: true, description: previewDescription })
  readonly previewSeconds?: number | null;

  @Field(() => Int, { nullable: true, description: addressesDescription })
  readonly maxAddresses?: number | null;

  @Field(() => Boolean, { defaultValue: false, description: downloadDescription })
  readonly download!: boolean;
}

export function readTerms(args: PlaybackTermsArgs): PlaybackTerms {
  return {
    expiresInSeconds: args.expiresInSeconds,
    previewSeconds: args.previewSeconds ?? null,
    maxAddresses: args.maxAddresses ?? null,
    download: args.download,
  };
}
