import { Field, ID, ObjectType } from 'type-graphql';
import type { PlaybackAddress } from '../../services/playback.ts';
import { DateTime } from '../scalars/date-time.ts';
import { RecordingFile } from './recording-file.types.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'A signed media address that anybody may use until it expires.',
})
export class Playback {
  @Field(() => String, { description: 'The address.' })
  readonly url: string;

  @Field(() => DateTime, {
    description: 'When it stops working; never later than the viewer token that asked for it.',
  })
  readonly expiresAt: Date;

  @Field(() => ID, {
    description:
      'The grant that the address carries: access logs repeat it, and revokePlaybackGrant takes it back.',
  })
  readonly grantId: string;

  @Field(() => RecordingFile, { description: 'The file that it plays.' })
  readonly file: RecordingFile;

  readonly address: PlaybackAddress;

  constructor(address: PlaybackAddress) {
    this.url = address.url;
    this.expiresAt = address.expiresAt;
    this.grantId = address.grantId;
    this.address = address;
    this.file = new RecordingFile(address.file);
  }
}
