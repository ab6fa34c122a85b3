import type { HarnessHouse } from './harness-house.ts';

export interface KnownRecording {
  readonly id: string;
  readonly state: string;
  readonly failure: string | null;
  readonly userId: string | null;
  readonly files: readonly {
    readonly format: string;
    readonly state: string;
    readonly playbackUrl: string | null;
  }[];
}

const query = `query ($after: String) { recordings(first: 100, after: $after) {
  pageInfo { hasNextPage endCursor }
  edges { node { id state failure userId files { format state playbackUrl } } } } }`;

/** Every recording that the API lists, page by page. */
export async function listRecordings(house: HarnessHouse): Promise<readonly KnownRecording[]> {
  interface Page {
    readonly recordings: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly edges: readonly { readonly node: KnownRecording }[];
    };
  }
  const all: KnownRecording[] = [];
  for (let after: string | null = null; ;) {
    const { recordings }: Page = await house.ask<Page>(query, { after });
    all.push(...recordings.edges.map(({ node }) => node));
    if (!recordings.pageInfo.hasNextPage) return all;
    after = recordings.pageInfo.endCursor;
  }
}
