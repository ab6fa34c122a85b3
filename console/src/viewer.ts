import { useViewerQuery } from '../../client/generated/hooks.ts';
import type { ViewerQuery } from '../../client/generated/graphql.ts';

type Action = ViewerQuery['viewer']['actions'][number];

/** What who is signed in may do; nothing while it is not known. */
export function useViewer(): { readonly role: string | null; readonly may: (action: Action) => boolean } {
  const { data } = useViewerQuery({});
  return {
    role: data?.viewer.role ?? null,
    may: (action) => data?.viewer.actions.includes(action) ?? false,
  };
}
