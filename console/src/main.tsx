import '@mantine/core/styles.css';
import { createTheme, MantineProvider } from '@mantine/core';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readableColors } from './colors.ts';
import { SignInPage } from './pages/sign-in.tsx';
import { router } from './router.tsx';
import { SessionProvider, useSession } from './session.tsx';

const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 9, dark: 7 },
  defaultRadius: 'md',
  fontSmoothing: true,
});

function Console() {
  const { token } = useSession();
  return token === null ? <SignInPage /> : <RouterProvider router={router} />;
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={readableColors} defaultColorScheme="auto">
      <SessionProvider>
        <Console />
      </SessionProvider>
    </MantineProvider>
  </StrictMode>,
);
