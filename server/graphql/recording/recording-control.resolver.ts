import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { DomainError } from '../../../domain/errors.ts';
import { recordingStates, type RecordingCommand as Command } from '../../../domain/recording/commands.ts';
import type { InstructionKind } from '../../../domain/recording/instructions.ts';
import type { RecordingCommandRecord } from '../../ports/recording-commands.ts';
import type { GraphContext } from '../context.ts';
import { keyOf } from '../relay/global-id.ts';
import {
  ControlRecordingInput,
  ControlRecordingPayload,
  RecordingCommandKindEnum,
  RecordingGap,
} from './recording-control.types.ts';
import { Recording } from './recording.types.ts';

interface Controlled {
  readonly recording: Recording;
  readonly command: RecordingCommandRecord;
}

@Resolver(() => Recording)
export class RecordingControlResolver {
  @Mutation(() => ControlRecordingPayload, {
    description:
      'Leaves media out of a running recording from now on. The files have no gap in their times, and nobody pays for it.',
  })
  pauseRecording(
    @Arg('input', () => ControlRecordingInput, { description: 'Which recording.' })
    input: ControlRecordingInput,
    @Ctx() context: GraphContext,
  ): Promise<Controlled> {
    return command('PAUSE', input, context);
  }

  @Mutation(() => ControlRecordingPayload, {
    description: 'Goes on with a paused recording, from the next key frame on, in the same files.',
  })
  resumeRecording(
    @Arg('input', () => ControlRecordingInput, { description: 'Which recording.' })
    input: ControlRecordingInput,
    @Ctx() context: GraphContext,
  ): Promise<Controlled> {
    return command('RESUME', input, context);
  }

  @FieldResolver(() => [RecordingGap], {
    description: 'Time that was left out of it, by pausing or for want of consent, oldest first.',
  })
  gaps(@Root() { record }: Recording): readonly RecordingGap[] {
    return record.gaps.map((gap) => new RecordingGap(gap));
  }

  @FieldResolver(() => [RecordingCommandKindEnum], {
    description: 'What may be asked of it in its state.',
  })
  allowedCommands(@Root() { state }: Recording): readonly Command[] {
    return recordingStates[state].commands;
  }
}

async function command(
  kind: InstructionKind,
  input: ControlRecordingInput,
  { principal, services, links }: GraphContext,
): Promise<Controlled> {
  const id = keyOf('Recording', input.recordingId, 'input.recordingId');
  const done = await services.recordingControl.command(principal, kind, id, input.idempotencyKey);
  links.forget();
  const recording = await links.recording(id);
  if (recording === null)
    throw new DomainError('NOT_FOUND', 'caller', 'There is no such recording.', {
      field: 'input.recordingId',
    });
  return { recording, command: done };
}
