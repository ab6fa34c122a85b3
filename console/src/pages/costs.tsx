import { Grid, Stack, Text, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useBilledApplicationsQuery, useBillQuery } from '../../../client/generated/hooks.ts';
import { CostPanel } from '../cost-panel.tsx';
import { AccountTable } from '../costs/account-table.tsx';
import { BillControls, monthsToChoose } from '../costs/bill-controls.tsx';
import { BudgetsPanel } from '../costs/budgets-panel.tsx';
import { Corrections } from '../costs/corrections.tsx';
import { ExportPanel } from '../costs/export-panel.tsx';
import { ForecastPanel } from '../costs/forecast-panel.tsx';
import { ReconciliationPanel } from '../costs/reconciliation-panel.tsx';
import { SavingsPanel } from '../costs/savings-panel.tsx';
import type { CostsSearch } from '../costs/search.ts';
import { ThreeNumbers } from '../costs/three-numbers.tsx';
import { billingDay, formatPeriod, formatTime } from '../format/format.ts';
import { ErrorNotice, Nothing, Waiting } from '../notice.tsx';
import { Section } from '../section.tsx';
import { TextLink } from '../text-link.tsx';

/** The bill of a month or a day of one application, with everything that is asked of it. */
function ApplicationBill({
  sdkAppId,
  month,
  months,
  search,
}: {
  readonly sdkAppId: number;
  readonly month: string;
  readonly months: readonly string[];
  readonly search: CostsSearch;
}) {
  const { day } = search;
  const book = search.book ?? null;
  const { data, error, loading, refetch } = useBillQuery({
    input: { period: day === undefined ? { month } : { day }, sdkAppId, book },
  });
  const thisMonth = billingDay(new Date()).slice(0, 7);
  const bill = data?.bill;
  if (error !== null) return <ErrorNotice error={error} retry={refetch} />;
  if (bill === undefined) return loading ? <Waiting /> : null;
  const { numbers, lines, measuredUntil } = bill;
  const empty = lines.length === 0;
  return (
    <Stack aria-busy={loading}>
      {numbers !== null && (
        <ThreeNumbers
          numbers={numbers}
          month={month}
          provisional={bill.provisional}
          complete={bill.complete}
          estimateLink={
            <TextLink to="/estimate" search={{ app: sdkAppId }} underline="always">
              Estimate and keep one
            </TextLink>
          }
        />
      )}
      {empty ? (
        <Nothing
          title={`Nothing was used in ${formatPeriod(day ?? month)}`}
          hint={
            measuredUntil === null
              ? 'Nothing was ever metered of this application: a bill begins with its first recording.'
              : `Metered until ${formatTime(measuredUntil)}. Choose another month.`
          }
        />
      ) : (
        <Section
          title={`Metered, ${formatPeriod(day ?? month)}`}
          about="Every line unfolds to its formula, quantity, tiers, rounding and price."
        >
          <CostPanel cost={bill} />
        </Section>
      )}
      <Corrections corrections={bill.corrections} />
      {day === undefined && (
        <>
          {month <= thisMonth && (
            <Grid gap="md">
              <Grid.Col span={{ base: 12, md: 5 }}>
                <ForecastPanel month={month} sdkAppId={sdkAppId} book={book} />
              </Grid.Col>
              <Grid.Col span={{ base: 12, md: 7 }}>
                <BudgetsPanel sdkAppId={sdkAppId} />
              </Grid.Col>
            </Grid>
          )}
          {!empty && <SavingsPanel month={month} sdkAppId={sdkAppId} book={book} currency={bill.currency} />}
          <ExportPanel sdkAppId={sdkAppId} month={month} months={months} book={book} />
        </>
      )}
    </Stack>
  );
}

export function CostsPage({ search }: { readonly search: CostsSearch }) {
  const navigate = useNavigate();
  const { data, error, loading, refetch } = useBilledApplicationsQuery({});
  const month = search.month ?? billingDay(new Date()).slice(0, 7);
  const applications = data?.applications ?? [];
  const sdkAppId = search.app ?? (applications.length === 1 ? applications[0]!.sdkAppId : null);
  const own = applications.filter((one) => sdkAppId === null || one.sdkAppId === sdkAppId);
  return (
    <Stack>
      <div>
        <Title order={1} size="h2">
          Costs
        </Title>
        <Text size="sm" c="dimmed">
          Days and months are UTC+8, as the vendor bills; list prices in USD, without tax.
        </Text>
      </div>
      {error?.code === 'FORBIDDEN' && (
        <Nothing
          title="Costs are not for who is signed in"
          hint="A token of single rooms or recordings sees what those cost, on their own pages. Sign in with a key that has COSTS."
        />
      )}
      {error !== null && error.code !== 'FORBIDDEN' && <ErrorNotice error={error} retry={refetch} />}
      {data === null && loading && <Waiting />}
      {data !== null && (
        <>
          <BillControls
            applications={applications}
            search={search}
            onSearch={(changed) => {
              void navigate({ to: '/costs', search: changed });
            }}
          />
          {sdkAppId === null ? (
            <AccountTable key={month} month={month} book={search.book ?? null} />
          ) : (
            <ApplicationBill
              key={JSON.stringify([sdkAppId, month, search])}
              sdkAppId={sdkAppId}
              month={month}
              months={monthsToChoose(own, [month])}
              search={search}
            />
          )}
          {(search.day === undefined || sdkAppId === null) && (
            <ReconciliationPanel key={month} month={month} />
          )}
        </>
      )}
    </Stack>
  );
}
