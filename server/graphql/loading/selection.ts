import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/** The field names selected under a path of the current field, so that a list loads ahead only what is asked for. */
export function selectedUnder(info: GraphQLResolveInfo, path: readonly string[]): ReadonlySet<string> {
  let fields: readonly FieldNode[] = info.fieldNodes;
  for (const name of [...path, null]) {
    fields = fields.flatMap(({ selectionSet }) =>
      selectionSet === undefined ? [] : fieldsOf(selectionSet, info),
    );
    if (name !== null) fields = fields.filter((field) => field.name.value === name);
  }
  return new Set(fields.map((field) => field.name.value));
}

/** Validation has refused fragments that hold themselves. */
function fieldsOf({ selections }: SelectionSetNode, info: GraphQLResolveInfo): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, info);
    const fragment = info.fragments[selection.name.value];
    return fragment === undefined ? [] : fieldsOf(fragment.selectionSet, info);
  });
}
