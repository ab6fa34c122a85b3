import { Alert, Stack, Text } from '@mantine/core';
import type { ForecastQuery } from '../../../client/generated/graphql.ts';
import { useForecastQuery } from '../../../client/generated/hooks.ts';
import { formatPeriod } from '../format/format.ts';
import { formatCents, percentOf } from '../format/money.ts';
import { ErrorNotice, Waiting } from '../notice.tsx';
import { Section } from '../section.tsx';

type Forecast = Extract<ForecastQuery['costForecast'], { __typename: 'CostForecast' }>;

/** So far, the band and what is expected on one line from nothing to the high end. */
function Band({ forecast }: { readonly forecast: Forecast }) {
  const { soFar, low, high, total, currency } = forecast;
  const at = (amount: string): string => `${percentOf(amount, high)}%`;
  const place = { position: 'absolute', top: 0, bottom: 0, borderRadius: 4 } as const;
  const said = (amount: string): string => formatCents(amount, currency);
  return (
    <div
      role="img"
      aria-label={`${said(soFar)} so far, ${said(total)} expected, between ${said(low)} and ${said(high)}`}
      style={{
        ...{ position: 'relative', height: 20, borderRadius: 4 },
        background: 'var(--mantine-color-default-hover)',
      }}
    >
      <div
        style={{
          ...place,
          ...{ left: at(low), right: 0, background: 'var(--mantine-color-teal-light)' },
          border: '1px dashed var(--mantine-color-teal-filled)',
        }}
      />
      <div style={{ ...place, left: 0, width: at(soFar), background: 'var(--mantine-color-teal-filled)' }} />
      <div
        style={{
          ...place,
          ...{ left: `calc(${at(total)} - 2px)`, width: 3, top: -4, bottom: -4 },
          background: 'var(--mantine-color-text)',
        }}
      />
    </div>
  );
}

function Told({ forecast, month }: { readonly forecast: Forecast; readonly month: string }) {
  const { total, currency, soFar, low, high, forecastDays, learntFromDays } = forecast;
  if (forecastDays === 0)
    return <Text size="sm">The month is over: it is what was metered, {formatCents(total, currency)}.</Text>;
  return (
    <Stack gap="sm">
      <div>
        <Text size="xl" fw={700} data-testid="forecast">
          {formatCents(total, currency)}
        </Text>
        <Text size="sm">
          expected at the end of {formatPeriod(month)}; between {formatCents(low, currency)} and{' '}
          {formatCents(high, currency)} in nine of ten months that were drawn.
        </Text>
      </div>
      <Band forecast={forecast} />
      <Text size="xs" c="dimmed">
        Filled: {formatCents(soFar, currency)} so far. Dashed: the band. Stroke: what is expected.{' '}
        {forecastDays} days are left, today too; learnt from {learntFromDays} whole days.
      </Text>
    </Stack>
  );
}

/** What a month will have cost at its end, or why that cannot be told yet. */
export function ForecastPanel({
  month,
  sdkAppId,
  book,
}: {
  readonly month: string;
  readonly sdkAppId: number;
  readonly book: string | null;
}) {
  const { data, error, loading, refetch } = useForecastQuery({ month, sdkAppId, book });
  const forecast = data?.costForecast;
  return (
    <Section title="Forecast">
      {error !== null && <ErrorNotice error={error} retry={refetch} />}
      {forecast === undefined && loading && <Waiting />}
      {forecast?.__typename === 'CostForecast' && <Told forecast={forecast} month={month} />}
      {forecast?.__typename === 'ForecastRefused' && (
        <Alert color="gray" title="Too little is known to tell" data-testid="forecast-refused">
          <Text size="sm">
            {forecast.haveDays} of {forecast.needDays} whole days
            {forecast.possibleFrom === null
              ? ' of use are over.'
              : `; it can be told from ${formatPeriod(forecast.possibleFrom)} on.`}
          </Text>
        </Alert>
      )}
    </Section>
  );
}
