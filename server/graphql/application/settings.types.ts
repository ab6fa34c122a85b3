import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { ApplicationKind } from '../../../domain/application/kind.ts';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import {
  settingsRanges,
  type RecordingMethod,
  type RecordingSettings as SettingsRecord,
} from '../../../domain/recording/settings.ts';
import type { SettingInEffect as InEffectRecord, SettingState } from '../../services/settings-in-effect.ts';
import { RecordingFormatEnum } from '../recording/recording.enums.ts';
import { Application } from './application.types.ts';

export const ApplicationKindEnum = { LEGACY: 'legacy', TASK: 'task' } as const;
registerEnumType(ApplicationKindEnum, {
  name: 'ApplicationKind',
  description: 'The vendor’s two kinds of application; what one records by excludes the other.',
  valuesConfig: {
    LEGACY: { description: 'Made before 2022-08-01: recorded by its settings, and mixes by their RecordId.' },
    TASK: { description: 'Newer: recorded by tasks that `startRecording` begins.' },
  },
});

export const AutomaticMethodEnum = { GLOBAL_AUTO: 'global-auto', CHOSEN_USERS: 'chosen-users' } as const;
registerEnumType(AutomaticMethodEnum, {
  name: 'AutomaticRecordingMethod',
  description: 'Who is recorded without being asked for.',
  valuesConfig: {
    GLOBAL_AUTO: { description: 'Every stream of every user.' },
    CHOSEN_USERS: { description: 'Only who joins with a userDefineRecordId, and mixes with a RecordId.' },
  },
});

export const HlsSegmentsEnum = { FMP4: 'fmp4', TS: 'ts' } as const;
registerEnumType(HlsSegmentsEnum, {
  name: 'HlsSegments',
  description: 'Container of HLS segments.',
  valuesConfig: {
    FMP4: { description: 'Fragmented MP4.' },
    TS: { description: 'MPEG transport stream; what Tencent writes whatever is set.' },
  },
});

export const SettingStateEnum = {
  APPLIED: 'APPLIED',
  DECLARED: 'DECLARED',
  PENDING: 'PENDING',
  CONTRADICTED: 'CONTRADICTED',
} as const;
registerEnumType(SettingStateEnum, {
  name: 'SettingState',
  description: 'How far a setting is in effect.',
  valuesConfig: {
    APPLIED: { description: 'New recordings follow it.' },
    DECLARED: { description: 'Only the vendor’s console can set it; it is as the operator says.' },
    PENDING: { description: 'The cloud has not taken it, or says that it takes a few minutes yet.' },
    CONTRADICTED: { description: 'Callbacks of newer recordings show something else.' },
  },
});

const { maxFileMinutes, retentionDays, resumeTimeoutSeconds } = settingsRanges;
const sentences = {
  enabled: 'Whether anything is recorded.',
  formats: 'What is written, all at once; each format is charged as a recording of its own.',
  maxFileMinutes: `${maxFileMinutes.min} to ${maxFileMinutes.max} minutes, after which MP4, FLV and AAC go on in another file; HLS is never split.`,
  retentionDays: `${retentionDays.min} to ${retentionDays.max} days that files are kept; 0 for ever.`,
  resumeTimeoutSeconds: `${resumeTimeoutSeconds.min} to ${resumeTimeoutSeconds.max} seconds that a recording waits for its stream to come back; 0 begins new files.`,
  hlsSegments: 'Container of HLS segments.',
} as const;

@ObjectType({
  simpleResolvers: true,
  description: 'How an application records. What is running keeps the settings it began with.',
})
export class RecordingSettings {
  @Field(() => Boolean, { description: sentences.enabled })
  readonly enabled: boolean;

  @Field(() => AutomaticMethodEnum, { description: 'Who is recorded.' })
  readonly method: RecordingMethod;

  @Field(() => [RecordingFormatEnum], { description: sentences.formats })
  readonly formats: readonly RecordingFormat[];

  @Field(() => Int, { description: sentences.maxFileMinutes })
  readonly maxFileMinutes: number;

  @Field(() => Int, { description: sentences.retentionDays })
  readonly retentionDays: number;

  @Field(() => Int, { description: sentences.resumeTimeoutSeconds })
  readonly resumeTimeoutSeconds: number;

  @Field(() => HlsSegmentsEnum, { description: sentences.hlsSegments })
  readonly hlsSegments: SettingsRecord['hlsSegments'];

  @Field(() => Int, {
    nullable: true,
    description: 'The media library’s sub-application; null is the main one.',
  })
  readonly subAppId: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Where the provider tells of recordings: our own door unless it was changed; null tells nobody. With another address this service sees nothing of new recordings unless they are forwarded.',
  })
  readonly callbackUrl: string | null;

  @Field(() => Boolean, {
    description: 'Whether callbacks are signed with a key. The key itself is not told.',
  })
  readonly hasCallbackKey: boolean;

  constructor({ callbackKey, ...settings }: SettingsRecord) {
    this.enabled = settings.enabled;
    this.method = settings.method;
    this.formats = settings.formats;
    this.maxFileMinutes = settings.maxFileMinutes;
    this.retentionDays = settings.retentionDays;
    this.resumeTimeoutSeconds = settings.resumeTimeoutSeconds;
    this.hlsSegments = settings.hlsSegments;
    this.subAppId = settings.subAppId;
    this.callbackUrl = settings.callbackUrl;
    this.hasCallbackKey = callbackKey !== '';
  }
}

@ObjectType({ simpleResolvers: true, description: 'How far one setting is in effect.' })
export class SettingInEffect {
  @Field(() => String, {
    description:
      'The field of RecordingSettings; `callbackKey` for the key, `permissionControl` for that of the application.',
  })
  readonly name!: InEffectRecord['name'];

  @Field(() => SettingStateEnum, { description: 'How far it is.' })
  readonly state!: SettingState;

  @Field(() => String, { nullable: true, description: 'Why it is not simply applied.' })
  readonly detail!: string | null;
}

@InputType({ description: 'Settings to change; what is left out stays as it is.' })
export class RecordingSettingsInput {
  @Field(() => Boolean, { nullable: true, description: sentences.enabled })
  readonly enabled?: boolean | null;

  @Field(() => AutomaticMethodEnum, { nullable: true, description: 'Who is recorded.' })
  readonly method?: RecordingMethod | null;

  @Field(() => [RecordingFormatEnum], { nullable: true, description: sentences.formats })
  readonly formats?: readonly RecordingFormat[] | null;

  @Field(() => Int, { nullable: true, description: sentences.maxFileMinutes })
  readonly maxFileMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: sentences.retentionDays })
  readonly retentionDays?: number | null;

  @Field(() => Int, { nullable: true, description: sentences.resumeTimeoutSeconds })
  readonly resumeTimeoutSeconds?: number | null;

  @Field(() => HlsSegmentsEnum, { nullable: true, description: sentences.hlsSegments })
  readonly hlsSegments?: SettingsRecord['hlsSegments'] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The media library’s sub-application; 0 is the main one.',
  })
  readonly subAppId?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'An http or https address; empty tells nobody.',
  })
  readonly callbackUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'At most 32 letters and digits; empty is refused while callbacks go to our own door.',
  })
  readonly callbackKey?: string | null;
}

@InputType({ description: 'Which application is to record how.' })
export class UpdateRecordingSettingsInput {
  @Field(() => Int, {
    nullable: true,
    description: 'The application; may be left out where there is only one.',
  })
  readonly sdkAppId?: number | null;

  @Field(() => RecordingSettingsInput, {
    nullable: true,
    description: 'What to change; of applications of the newer kind nothing can be.',
  })
  readonly settings?: RecordingSettingsInput | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Of an application of the newer kind: that the vendor’s console records it by itself. `startRecording` is refused then, since both together record and bill twice.',
  })
  readonly declaredAutomaticRecording?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether users need a PrivateMapKey beside the signature (`JoinTicket.privateMapKey`): the vendor’s advanced permission control. Of both kinds. On Tencent’s cloud only its console can set it; here it is declared then. Who is in a room when it is switched on stays in.',
  })
  readonly permissionControl?: boolean | null;

  @Field(() => String, { description: 'Repeating it changes nothing: 1 to 128 printable ASCII characters.' })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of updateRecordingSettings.' })
export class UpdateRecordingSettingsPayload {
  @Field(() => Application, { description: 'The application; `settingsInEffect` says how far it is.' })
  readonly application!: Application;
}

@InputType({ description: 'An application to make.' })
export class CreateApplicationInput {
  @Field(() => String, { description: '1 to 64 letters, digits, spaces, _ and -.' })
  readonly name!: string;

  @Field(() => ApplicationKindEnum, { defaultValue: 'legacy', description: 'Which of the two kinds.' })
  readonly kind!: ApplicationKind;

  @Field(() => String, { description: 'Repeating it makes nothing: 1 to 128 printable ASCII characters.' })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of createApplication.' })
export class CreateApplicationPayload {
  @Field(() => Application, { description: 'The application.' })
  readonly application!: Application;

  @Field(() => String, {
    nullable: true,
    description: 'Signs users in. Told this once; null when the call was a repeat.',
  })
  readonly secretKey!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Signs callbacks. Told this once; null when the call was a repeat.',
  })
  readonly callbackKey!: string | null;
}
