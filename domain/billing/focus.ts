import type { Period } from './calendar.ts';
import { monthOf, readDay, readMonth } from './calendar.ts';
import type { Charge } from './items.ts';

/** A line of a bill as text, as the API gives it. */
export interface PrintedLine {
  readonly item: string;
  readonly charge: Charge;
  readonly class: string | null;
  readonly region: string | null;
  readonly description: string;
  /** `2026-06-01` or `2026-06`. */
  readonly period: string;
  readonly quantity: string;
  readonly unit: string;
  readonly unitPrice: string;
  readonly amount: string;
}

export interface FocusAccount {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly bookId: string;
}

const services: Readonly<Record<Charge, readonly [category: string, subcategory: string]>> = {
  RECORDING: ['Media', 'Other (Media)'],
  TRANSCODING: ['Media', 'Other (Media)'],
  STORAGE: ['Storage', 'Object Storage'],
  PLAYBACK: ['Networking', 'Content Delivery'],
  OTHER: ['Media', 'Other (Media)'],
};

/** As the specification's attribute UnitFormat wants them; a unit that is not here is taken as it is. */
const focusUnits: Readonly<Record<string, string>> = {
  ...{
    'channel-month': 'Channel-Months',
    minute: 'Minutes',
    'GB-day': 'GB-Days',
    'Mbps-month': 'Mbps-Months',
  },
  ...{ request: 'Requests', 'licence-year': 'Licence-Years', package: 'Packages' },
};

const publisher = 'Tencent Cloud';
const utc = (atMs: number): string => new Date(atMs).toISOString().replace('.000', '');

function periodOf(text: string): Period {
  return readDay(text) ?? readMonth(text)!;
}

/**
 * A line as a row of the FinOps Open Cost and Usage Specification 1.2 (https://focus.finops.org). Periods are in UTC, where a day of the
 * bill begins at 16:00. List prices are all that a book knows: every cost is the same amount.
 */
export function focusRow(line: PrintedLine, { id, name, currency, bookId }: FocusAccount) {
  const used = periodOf(line.period);
  const billed = monthOf(used.fromMs);
  const isCorrection = line.item.toLowerCase() === 'correction';
  const [category, subcategory] = services[line.charge];
  const sku = [line.item, line.class, line.region].filter((part) => part !== null).join('/');
  const cost = line.amount;
  const unit = focusUnits[line.unit] ?? line.unit;
  return {
    ...{ BilledCost: cost, BillingAccountId: id, BillingAccountName: name, BillingAccountType: 'SDKAppID' },
    ...{
      BillingCurrency: currency,
      BillingPeriodEnd: utc(billed.untilMs),
      BillingPeriodStart: utc(billed.fromMs),
    },
    ...{
      ChargeCategory: 'Usage',
      ChargeClass: isCorrection ? 'Correction' : '',
      ChargeDescription: line.description,
    },
    ...{
      ChargeFrequency: 'Usage-Based',
      ChargePeriodEnd: utc(used.untilMs),
      ChargePeriodStart: utc(used.fromMs),
    },
    // A correction has no SKU: the specification then wants neither quantity nor price.
    ...{ ConsumedQuantity: isCorrection ? '' : line.quantity, ConsumedUnit: isCorrection ? '' : unit },
    ...{ ContractedCost: cost, ContractedUnitPrice: isCorrection ? '' : line.unitPrice },
    ...{ EffectiveCost: cost, InvoiceIssuerName: publisher, ListCost: cost },
    ...{ ListUnitPrice: isCorrection ? '' : line.unitPrice, PricingCategory: isCorrection ? '' : 'Standard' },
    ...{ PricingCurrency: currency, PricingQuantity: isCorrection ? '' : line.quantity },
    ...{ PricingUnit: isCorrection ? '' : unit, ProviderName: publisher, PublisherName: publisher },
    ...{ RegionId: line.region ?? '', RegionName: line.region ?? '', ServiceCategory: category },
    ...{ ServiceName: line.charge, ServiceSubcategory: subcategory, SkuId: isCorrection ? '' : sku },
    ...{ SkuPriceId: isCorrection ? '' : `${bookId}/${sku}`, x_PriceBook: bookId },
  };
}
