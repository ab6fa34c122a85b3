import type { Store } from '../../server/adapters/postgres/store.ts';
import type { TencentClients } from '../../server/adapters/tencent/clients.ts';
import { openSettingsProvider } from '../../server/adapters/tencent/settings-provider.ts';
import { openApplicationRoster } from '../../server/services/application-roster.ts';
import type { ApplicationSettings } from '../../server/services/application-settings.ts';
import { openApplicationSettings } from '../../server/services/application-settings.ts';
import type { Applications } from '../../server/services/applications.ts';
import { openApplications } from '../../server/services/applications.ts';
import type { PriceBooks } from '../../server/services/price-books.ts';
import { openPriceBooks } from '../../server/services/price-books.ts';

export interface TestApplications {
  readonly applications: Applications;
  readonly settings: ApplicationSettings;
  readonly books: PriceBooks;
  readonly secretKeyOf: (sdkAppId: number) => string | null;
}

/** One configured application as the composition root makes it, for tests that open the API without a house. */
export async function openTestApplications(
  store: Pick<Store, 'settings' | 'commands' | 'idempotency' | 'priceBooks'>,
  clients: TencentClients,
  sdkAppId: number,
): Promise<TestApplications> {
  const roster = await openApplicationRoster(
    [
      {
        ...{ sdkAppId, name: 'tests', formats: ['hls', 'mp4'], cohort: 'css-live-recording' },
        ...{ secretKey: 'secret', callbackKey: 'key' },
      },
    ],
    'http://127.0.0.1/callbacks/tencent',
    store.settings,
  );
  const applications = openApplications(roster.all);
  const settings = openApplicationSettings({
    roster,
    applications,
    store: store.settings,
    provider: openSettingsProvider({ clients, pushDomain: null }),
    commands: store.commands,
    idempotency: store.idempotency,
    clock: () => new Date(),
  });
  const books = await openPriceBooks(store.priceBooks, () => new Date());
  return { applications, settings, books, secretKeyOf: roster.secretKeyOf };
}
