import { ObjectType } from 'type-graphql';
import type { BookedBill } from '../../services/billing.ts';
import { Costs, printCosts } from './costs.types.ts';

@ObjectType({
  implements: Costs,
  simpleResolvers: true,
  description: 'What was used in some time costs, by what was measured.',
})
export class CostBreakdown extends Costs {
  constructor({ bill, ...booked }: BookedBill) {
    super();
    Object.assign(this, printCosts(bill, booked));
  }
}
