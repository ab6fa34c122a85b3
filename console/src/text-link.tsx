import type { AnchorProps } from '@mantine/core';
import { Anchor } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

function Plain(
  props: AnchorProps &
    Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps> & {
      readonly ref?: Ref<HTMLAnchorElement>;
    },
) {
  return <Anchor size="sm" {...props} />;
}

/** A link to a page of the console, whose address is checked against the routes. */
export const TextLink = createLink(Plain);
