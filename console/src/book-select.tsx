import { Select } from '@mantine/core';
import { usePriceBooksQuery } from '../../client/generated/hooks.ts';

const newest = '';

/** Chooses the price book; null leaves it to the bill: its own, or the one of the newest pages. */
export function BookSelect({
  value,
  onChange,
  own = 'As billed',
}: {
  readonly value: string | null;
  readonly onChange: (book: string | null) => void;
  /** What null is called. */
  readonly own?: string;
}) {
  const { data } = usePriceBooksQuery({});
  const books = data?.priceBooks ?? [];
  return (
    <Select
      label="Price book"
      data={[{ value: newest, label: own }, ...books.map(({ id }) => ({ value: id, label: id }))]}
      value={value ?? newest}
      onChange={(chosen) => {
        onChange(chosen === null || chosen === newest ? null : chosen);
      }}
      allowDeselect={false}
      style={{ flex: '1 1 200px' }}
      maw={260}
    />
  );
}
