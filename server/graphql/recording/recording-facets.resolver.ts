import { Arg, Ctx, FieldResolver, Int, registerEnumType, Resolver, Root } from 'type-graphql';
import { refuseFaults } from '../../../domain/errors.ts';
import type { Facet, ValueCount } from '../../ports/recording-search.ts';
import type { RecordingFilter } from '../../ports/records.ts';
import type { GraphContext } from '../context.ts';
import { FacetCount } from './facets.types.ts';
import { RecordingConnection } from './recording.types.ts';

const FacetEnum = {
  STATE: 'STATE',
  FORMAT: 'FORMAT',
  KIND: 'KIND',
  USER: 'USER',
  TAG: 'TAG',
  DAY: 'DAY',
} as const satisfies Record<Facet, Facet>;

registerEnumType(FacetEnum, {
  name: 'RecordingFacet',
  description: 'By what matching recordings are counted.',
  valuesConfig: {
    STATE: { description: 'Where they stand.' },
    FORMAT: { description: 'The formats of their files; one recording counts for each.' },
    KIND: { description: 'Stream or mix.' },
    USER: { description: 'Who was recorded; mixes have nobody.' },
    TAG: { description: 'Their tags; one recording counts for each.' },
    DAY: { description: 'The day on which they began, as YYYY-MM-DD of the vendor’s zone, UTC+8.' },
  },
});

const top = { default: 20, max: 100 } as const;

/** What a page of recordings was asked with: facets count by the same. */
export interface Filtered {
  readonly filter: RecordingFilter;
}

@Resolver(() => RecordingConnection)
export class RecordingFacetsResolver {
  @FieldResolver(() => [FacetCount], {
    description:
      'How many of all that match carry each value, the most frequent first; only what the caller may see is counted.',
  })
  facet(
    @Root() { filter }: Filtered,
    @Arg('by', () => FacetEnum, { description: 'What to count by.' }) by: Facet,
    @Arg('first', () => Int, {
      defaultValue: top.default,
      description: `How many values, 1 to ${top.max}.`,
    })
    first: number,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<readonly ValueCount[]> {
    refuseFaults(
      first >= 1 && first <= top.max
        ? []
        : [{ field: 'first', got: String(first), allowed: `1 to ${top.max}` }],
    );
    return services.search.count(by, filter, principal.scope, first);
  }
}
