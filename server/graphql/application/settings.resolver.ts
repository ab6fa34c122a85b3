import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { kindOfApplication, type ApplicationKind } from '../../../domain/application/kind.ts';
import type { RecordingSettings as SettingsRecord } from '../../../domain/recording/settings.ts';
import { requireAction } from '../../services/access/principal.ts';
import type { SettingInEffect as InEffectRecord } from '../../services/settings-in-effect.ts';
import type { GraphContext } from '../context.ts';
import { Application } from './application.types.ts';
import {
  ApplicationKindEnum,
  CreateApplicationInput,
  CreateApplicationPayload,
  RecordingSettings,
  type RecordingSettingsInput,
  SettingInEffect,
  UpdateRecordingSettingsInput,
  UpdateRecordingSettingsPayload,
} from './settings.types.ts';

/** What was given: empty text and 0 stand for none, since null is what was left out. */
function readChange(input: RecordingSettingsInput): Partial<SettingsRecord> {
  const given = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== null && value !== undefined),
  ) as Partial<SettingsRecord>;
  return {
    ...given,
    ...(given.subAppId === 0 ? { subAppId: null } : {}),
    ...(given.callbackUrl === '' ? { callbackUrl: null } : {}),
  };
}

interface MadeApplication {
  readonly application: Application;
  readonly secretKey: string | null;
  readonly callbackKey: string | null;
}

function applicationOf(sdkAppId: number, { principal, services }: GraphContext): Application {
  return new Application(services.applications.choose(sdkAppId, principal.scope));
}

@Resolver(() => Application)
export class ApplicationSettingsResolver {
  @Mutation(() => CreateApplicationPayload, {
    description:
      'Makes an application, on an engine of ours. Tencent’s cloud has no call for it: there it is made in the console and declared in the configuration.',
  })
  async createApplication(
    @Arg('input', () => CreateApplicationInput, { description: 'What to make.' })
    { name, kind, idempotencyKey }: CreateApplicationInput,
    @Ctx() context: GraphContext,
  ): Promise<MadeApplication> {
    const { principal, services } = context;
    const { sdkAppId, ...keys } = await services.settings.create(principal, { name, kind, idempotencyKey });
    return { application: applicationOf(sdkAppId, context), ...keys };
  }

  @Mutation(() => UpdateRecordingSettingsPayload, {
    description:
      'Changes how an application records from now on. The intent is kept at once and the cloud asked; `settingsInEffect` says what it has taken.',
  })
  async updateRecordingSettings(
    @Arg('input', () => UpdateRecordingSettingsInput, { description: 'What to change.' })
    input: UpdateRecordingSettingsInput,
    @Ctx() context: GraphContext,
  ): Promise<{ readonly application: Application }> {
    const sdkAppId = await context.services.settings.update(context.principal, {
      sdkAppId: input.sdkAppId ?? null,
      change: input.settings === null || input.settings === undefined ? {} : readChange(input.settings),
      declaredAutomaticRecording: input.declaredAutomaticRecording ?? null,
      permissionControl: input.permissionControl ?? null,
      idempotencyKey: input.idempotencyKey,
    });
    return { application: applicationOf(sdkAppId, context) };
  }

  @FieldResolver(() => ApplicationKindEnum, { description: 'Which of the vendor’s two kinds it is.' })
  kind(@Root() { sdkAppId }: Application): ApplicationKind {
    return kindOfApplication(sdkAppId);
  }

  @FieldResolver(() => RecordingSettings, { description: 'How it is to record.' })
  settings(@Root() { sdkAppId }: Application, @Ctx() { services }: GraphContext): RecordingSettings {
    return new RecordingSettings(services.settings.settingsOf(sdkAppId));
  }

  @FieldResolver(() => [SettingInEffect], { description: 'How far each setting is in effect.' })
  settingsInEffect(
    @Root() { sdkAppId }: Application,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<readonly InEffectRecord[]> {
    requireAction(principal, 'READ');
    return services.settings.inEffect(sdkAppId);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether the operator says that the vendor’s console records it by itself.',
  })
  declaredAutomaticRecording(@Root() { sdkAppId }: Application, @Ctx() { services }: GraphContext): boolean {
    return services.settings.isAutomaticDeclared(sdkAppId);
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether its users need a PrivateMapKey beside the signature: the vendor’s advanced permission control. On Tencent’s cloud as the operator says.',
  })
  permissionControl(@Root() { sdkAppId }: Application, @Ctx() { services }: GraphContext): boolean {
    return services.settings.isPermissionControlled(sdkAppId);
  }
}
