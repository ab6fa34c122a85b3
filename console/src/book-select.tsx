import { Select } from '@mantine/core';
import { usePriceBooksQuery } from '../../client/generated/hooks.ts';

/** Chooses the price book; null is the one of the newest pages. */
export function BookSelect({
  value,
  onChange,
}: {
  readonly value: string | null;
  readonly onChange: (book: string | null) => void;
}) {
  const { data } = usePriceBooksQuery({});
  const books = data?.priceBooks ?? [];
  return (
    <Select
      label="Price book"
      data={books.map(({ id }) => ({ value: id, label: id }))}
      value={value ?? books[0]?.id ?? null}
      onChange={onChange}
      allowDeselect={false}
      w={240}
    />
  );
}
