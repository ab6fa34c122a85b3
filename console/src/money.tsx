import { splitMoney } from './format/money.ts';

/** An amount to its last digit; those beyond cents are set smaller, so that figures compare at a glance. */
export function Money({ amount, currency }: { readonly amount: string; readonly currency: string }) {
  const [cents, beyond] = splitMoney(amount, currency);
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
      {cents}
      {beyond !== '' && <span style={{ fontSize: '0.72em', opacity: 0.8 }}>{beyond}</span>}
    </span>
  );
}
