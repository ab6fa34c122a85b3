import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../context.ts';
import { BillExport, StartBillExportInput } from './export.types.ts';

/** An address works for so long; another can be asked for. */
const addressMs = 900_000;

@Resolver(() => BillExport)
export class BillExportResolver {
  @Mutation(() => BillExport, {
    description:
      'Starts an export of the bills of some months. Its event is BILL_EXPORT_READY or BILL_EXPORT_FAILED; `exportJob` says how far it is. Needs COSTS.',
  })
  async startBillExport(
    @Arg('input', () => StartBillExportInput, { description: 'What is to be exported.' })
    input: StartBillExportInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<BillExport> {
    const { fromMonth, format, idempotencyKey } = input;
    const started = await services.billExports.start(principal, {
      ...{ fromMonth, untilMonth: input.untilMonth ?? null, format, digits: input.digits ?? null },
      ...{ bookId: input.book ?? null, sdkAppId: input.sdkAppId ?? null, idempotencyKey },
    });
    return new BillExport(started);
  }

  @Query(() => BillExport, {
    nullable: true,
    description: 'An export by its id; null where there is none, or none any more. Needs COSTS.',
  })
  async exportJob(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<BillExport | null> {
    const found = await services.billExports.find(principal, id);
    return found && new BillExport(found);
  }

  @Mutation(() => BillExport, { description: 'Stops an export that is not over. Needs COSTS.' })
  async cancelExportJob(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<BillExport> {
    return new BillExport(await services.billExports.cancel(principal, id));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Where its file is fetched, below this API’s own address, without a key, for a quarter of an hour; null until it is ready.',
  })
  downloadPath(@Root() { id, state }: BillExport, @Ctx() { services }: GraphContext): string | null {
    if (state !== 'READY') return null;
    const path = `/exports/${id}`;
    return `${path}?${services.chapterGrants.sign(path, new Date(services.clock().getTime() + addressMs))}`;
  }
}
