import { Button, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { AppLink } from '../../components/app-link';

interface ButtonLinkProps extends Pick<ButtonProps, 'variant' | 'size' | 'leftSection'> {
  to: string;
  search?: Record<string, string>;
  children: ReactNode;
}

/** A link that looks like a button: for the next step that a page proposes. */
export function ButtonLink({ children, ...rest }: ButtonLinkProps) {
  return (
    <Button component={AppLink} {...rest}>
      {children}
    </Button>
  );
}
