import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { ApplicationRecord } from '../../services/applications.ts';
import { RecordingFormatEnum } from '../recording/recording.enums.ts';
import { printGlobalId } from '../relay/global-id.ts';
import { Node } from '../relay/node.types.ts';

export const CohortEnum = {
  CSS_LIVE_RECORDING: 'css-live-recording',
  TRTC_RECORDING: 'trtc-recording',
} as const;

registerEnumType(CohortEnum, {
  name: 'RecordingCohort',
  description:
    'Which of the vendor’s two recording services serves an application; it follows the age of the account and decides prices.',
  valuesConfig: {
    CSS_LIVE_RECORDING: {
      description: 'Recorded by the live service (CSS): billed by the month’s peak of channels.',
    },
    TRTC_RECORDING: { description: 'Recorded by TRTC itself: billed by the recorded minutes.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: 'One of the vendor’s applications (SDKAppID): rooms and users belong to it.',
})
export class Application extends Node {
  declare readonly id: string;

  @Field(() => Int, { description: 'The vendor’s number of the application.' })
  readonly sdkAppId: number;

  @Field(() => String, { description: 'Its name in our configuration.' })
  readonly name: string;

  @Field(() => [RecordingFormatEnum], {
    description: 'The formats that every stream of it is recorded in, all at once.',
  })
  readonly formats: readonly RecordingFormat[];

  @Field(() => CohortEnum, { description: 'Which recording service serves it.' })
  readonly cohort: ApplicationRecord['cohort'];

  constructor(record: ApplicationRecord) {
    super();
    this.id = printGlobalId('Application', String(record.sdkAppId));
    this.sdkAppId = record.sdkAppId;
    this.name = record.name;
    this.formats = record.formats;
    this.cohort = record.cohort;
  }
}
