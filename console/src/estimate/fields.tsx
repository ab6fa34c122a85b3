import { Checkbox, Select, Switch, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { RecordingFormat } from '../../../client/generated/graphql.ts';
import { formatNames } from './choices.ts';

/** What a field needs, whatever its kind: the value that was given, and the one that is taken without it. */
interface FieldProps<T> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly given: T | null | undefined;
  /** Null while no answer came. */
  readonly taken: T | null;
  readonly fault?: string | undefined;
  /** Undefined leaves it to the preset or the default. */
  readonly onChange: (value: T | undefined) => void;
}

/** That a field was changed, in words beside its label. */
export function FieldLabel({ label, changed }: { readonly label: string; readonly changed: boolean }) {
  return (
    <>
      {label}
      {changed && <span style={{ fontWeight: 400, opacity: 0.75 }}> · changed</span>}
    </>
  );
}

const labelled = (label: string, given: unknown): ReactNode => (
  <FieldLabel label={label} changed={given !== undefined && given !== null} />
);

/** A number as text: while it is written nothing moves under the hand, and cleared it falls back to what is taken. */
export function NumberField({
  label,
  hint,
  given,
  taken,
  fault,
  onChange,
  whole = false,
  unit,
}: FieldProps<string> & { readonly whole?: boolean; readonly unit?: string }) {
  const [draft, setDraft] = useState<string | null>(null);
  const pattern = whole ? /^\d{1,15}$/ : /^\d{1,15}(\.\d{1,15})?$/;
  const bad = draft !== null && draft !== '' && !pattern.test(draft);
  return (
    <TextInput
      label={labelled(label, given)}
      description={hint}
      inputMode={whole ? 'numeric' : 'decimal'}
      value={draft ?? given ?? taken ?? ''}
      error={bad ? (whole ? 'A whole number.' : 'A number like 12.5.') : fault}
      rightSection={
        unit === undefined ? undefined : <span style={{ fontSize: 12, paddingRight: 8 }}>{unit}</span>
      }
      rightSectionWidth={unit === undefined ? undefined : 16 + unit.length * 8}
      rightSectionPointerEvents="none"
      onChange={(event) => {
        const text = event.currentTarget.value.trim();
        setDraft(text);
        if (text === '') onChange(undefined);
        else if (pattern.test(text)) onChange(text);
      }}
      onBlur={() => {
        setDraft(null);
      }}
    />
  );
}

export function ChoiceField<T extends string>({
  label,
  hint,
  given,
  taken,
  fault,
  onChange,
  options,
}: FieldProps<T> & { readonly options: readonly { readonly value: T; readonly label: string }[] }) {
  return (
    <Select
      label={labelled(label, given)}
      description={hint}
      data={options}
      placeholder="as it was"
      value={given ?? taken}
      error={fault}
      allowDeselect={false}
      onChange={(value) => {
        if (value !== null) onChange(value);
      }}
    />
  );
}

export function FlagField({ label, hint, given, taken, onChange }: FieldProps<boolean>) {
  return (
    <Switch
      label={labelled(label, given)}
      description={hint}
      checked={given ?? taken ?? false}
      onChange={(event) => {
        onChange(event.currentTarget.checked);
      }}
    />
  );
}

export function FormatsField({
  label,
  given,
  taken,
  fault,
  onChange,
}: FieldProps<readonly RecordingFormat[]>) {
  const chosen = given ?? taken ?? [];
  return (
    <Checkbox.Group
      label={labelled(label, given)}
      value={[...chosen]}
      error={fault}
      onChange={(values) => {
        // At least one: nothing else is a recording.
        if (values.length > 0) onChange(formatNames.filter((name) => values.includes(name)));
      }}
    >
      <div style={{ display: 'flex', gap: 14, flexWrap: 'wrap', paddingTop: 8 }}>
        {formatNames.map((name) => (
          <Checkbox key={name} value={name} label={name} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
