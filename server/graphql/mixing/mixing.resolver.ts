import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { PictureOf } from '../../../domain/mixing/layout.ts';
import { requireAction } from '../../services/access/principal.ts';
import { drawLayout, type Preview, previewLayout } from '../../services/layout-preview.ts';
import { BudgetNotice } from '../billing/budget.types.ts';
import type { GraphContext } from '../context.ts';
import type { Plain } from '../plain.ts';
import { keyOf } from '../relay/global-id.ts';
import { Room } from '../room/room.types.ts';
import { LayoutPreview, LayoutPreviewInput } from './layout-preview.types.ts';
import { Mix } from './mix.types.ts';
import { findRunningRoom } from './running-room.ts';
import { UpdateMixLayoutInput, UpdateMixLayoutPayload } from './mix-layout.types.ts';
import {
  StartMixedRecordingInput,
  StartMixedRecordingPayload,
  StopMixedRecordingInput,
  StopMixedRecordingPayload,
} from './mixed-recording.types.ts';

@Resolver(() => Mix)
export class MixingResolver {
  @Mutation(() => StartMixedRecordingPayload, {
    description: 'Mixes the streams of a room into one and records it. One mix runs in a room at a time.',
  })
  async startMixedRecording(
    @Arg('input', () => StartMixedRecordingInput, { description: 'What to mix.' })
    input: StartMixedRecordingInput,
    @Ctx() context: GraphContext,
  ): Promise<Pick<StartMixedRecordingPayload, 'mix' | 'budgetNotices'>> {
    requireAction(context.principal, 'MIX');
    const { mix, notices } = await context.services.mixing.start(context.principal, {
      room: await findRunningRoom(input, context),
      recordId: input.recordId,
      streamId: input.streamId ?? null,
      encode: Object.fromEntries(Object.entries(input.encode ?? {}).filter(([, value]) => value !== null)),
      layout: input.layout ?? { template: 'grid' },
      idempotencyKey: input.idempotencyKey,
    });
    context.links.forget();
    return { mix: new Mix(mix), budgetNotices: notices.map((notice) => new BudgetNotice(notice)) };
  }

  @Mutation(() => UpdateMixLayoutPayload, {
    description: 'Lays a running mix out otherwise, from one picture to the next and in the same file.',
  })
  async updateMixLayout(
    @Arg('input', () => UpdateMixLayoutInput, { description: 'Which mix, and how.' })
    { mixId, layout, idempotencyKey }: UpdateMixLayoutInput,
    @Ctx() { principal, services, links }: GraphContext,
  ): Promise<{ readonly mix: Mix }> {
    const id = keyOf('Mix', mixId, 'input.mixId');
    const mix = await services.mixing.updateLayout(principal, { mixId: id, layout, idempotencyKey });
    links.forget();
    return { mix: new Mix(mix) };
  }

  @Query(() => LayoutPreview, {
    description: 'What a mix of these streams would look like. Nothing is started.',
  })
  layoutPreview(
    @Arg('input', () => LayoutPreviewInput, { description: 'Layout, canvas and streams.' })
    input: LayoutPreviewInput,
    @Ctx() { principal, services }: GraphContext,
  ): Plain<LayoutPreview> {
    requireAction(principal, 'MIX');
    const { template } = input.layout;
    const isExact = services.mixing.drawnByUs || template === 'picture-in-picture' || template === 'custom';
    return printPreview(previewLayout(input), isExact);
  }

  @Mutation(() => StopMixedRecordingPayload, {
    description: 'Ends a mix; its recording ends with it and its files follow.',
  })
  async stopMixedRecording(
    @Arg('input', () => StopMixedRecordingInput, { description: 'Which mix.' })
    input: StopMixedRecordingInput,
    @Ctx() { principal, services, links }: GraphContext,
  ): Promise<{ readonly mix: Mix }> {
    const mix = await services.mixing.stop(
      principal,
      keyOf('Mix', input.mixId, 'input.mixId'),
      input.idempotencyKey,
    );
    links.forget();
    return { mix: new Mix(mix) };
  }

  @FieldResolver(() => Room, { nullable: true, description: 'The room session.' })
  room(@Root() { record }: Mix, @Ctx() { links }: GraphContext): Room | null | Promise<Room | null> {
    return links.room(record.roomId);
  }

  @FieldResolver(() => LayoutPreview, {
    nullable: true,
    description:
      'How the streams that are live now are laid out; null for a mix that is over, from before layouts were kept, or asked for elsewhere. Who speaks, and who is left out for want of consent, it does not know.',
  })
  async liveLayout(
    @Root() { record }: Mix,
    @Ctx() { services, links }: GraphContext,
  ): Promise<Plain<LayoutPreview> | null> {
    const { form, state, roomId } = record;
    if (form === null || state === 'STOPPED' || state === 'REFUSED') return null;
    const streams = (await links.streamsOfRooms.load(roomId))
      .flatMap(({ record: stream }) => {
        const { userId, streamType, width, startedAt } = stream;
        return stream.state === 'LIVE' && userId !== null && streamType !== 'mix'
          ? [{ userId, streamType, hasPicture: (width ?? 0) > 0, startedAt }]
          : [];
      })
      .toSorted((one, other) => one.startedAt.getTime() - other.startedAt.getTime());
    const { template, order } = form.layout;
    const isKnown = services.mixing.drawnByUs || template === 'picture-in-picture' || template === 'custom';
    return printPreview(drawLayout(form, streams), isKnown && order === 'entry');
  }
}

function printPreview({ arrangement, streams, svg }: Preview, isExact: boolean): Plain<LayoutPreview> {
  return {
    placements: arrangement.placements
      .toSorted((one, other) => one.zOrder - other.zOrder)
      .map(({ id, rect, zOrder, renderMode }) => ({
        ...pictureOf(streams, id),
        ...{ ...rect, zOrder, renderMode },
      })),
    unplaced: arrangement.unplaced.map(({ id, why }) => ({
      ...pictureOf(streams, id),
      ...{ why, isHeard: arrangement.heard.includes(id) },
    })),
    svg,
    isExact,
  };
}

function pictureOf(streams: ReadonlyMap<string, PictureOf>, id: string): PictureOf {
  const { userId, streamType } = streams.get(id)!;
  return { userId, streamType };
}
