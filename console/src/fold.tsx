import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';

/** A button in a table that unfolds what is below it. */
export function FoldButton({
  open,
  onToggle,
  controls,
  children,
}: {
  readonly open: boolean;
  readonly onToggle: () => void;
  /** Id of what it unfolds. */
  readonly controls: string;
  readonly children: ReactNode;
}) {
  return (
    <UnstyledButton
      aria-expanded={open}
      aria-controls={controls}
      onClick={onToggle}
      style={{ display: 'flex', gap: 8, alignItems: 'baseline', width: '100%', font: 'inherit' }}
    >
      <span
        aria-hidden
        style={{
          ...{ display: 'inline-block', transition: 'transform 120ms', fontSize: 10, lineHeight: '20px' },
          transform: open ? 'rotate(90deg)' : 'none',
        }}
      >
        ▶
      </span>
      <span style={{ flex: 1, minWidth: 0 }}>{children}</span>
    </UnstyledButton>
  );
}
