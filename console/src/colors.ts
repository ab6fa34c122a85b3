import type { CSSVariablesResolver } from '@mantine/core';

/** Text on tinted ground, dark enough to be read by everybody: at least 4.5 to 1 (WCAG 2.2 AA). */
export const readableColors: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5c636a',
    '--mantine-color-placeholder': '#6c737a',
    '--mantine-color-yellow-light-color': '#7a4d00',
    '--mantine-color-orange-light-color': '#93370d',
    '--mantine-color-red-light-color': '#a61e1e',
    '--mantine-color-teal-light-color': '#04614b',
    '--mantine-color-gray-light-color': '#495057',
    '--mantine-color-indigo-light-color': '#2f449f',
  },
  dark: { '--mantine-color-dimmed': '#a6a9ad', '--mantine-color-placeholder': '#9a9da2' },
});
