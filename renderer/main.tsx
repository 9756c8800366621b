/** Puts the window together: control, texts, routes, screens. */
import './zod-setup.ts';
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './styles/app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClientProvider } from '@tanstack/react-query';
import { I18nextProvider } from 'react-i18next';
import { Router } from 'wouter';
import { connectControl } from './api/control.ts';
import { ControlProvider } from './api/control-context.tsx';
import { createQueryClient } from './api/use-query.ts';
import { redeemLink, takeLinkToken } from './api/web-login.ts';
import { App } from './app.tsx';
import { createI18n } from './i18n/create-i18n.ts';
import { useHashPath, useHashSearch } from './shell/hash-location.ts';
import { useConnection } from './state/connection.ts';
import { systemLanguage, usePreferences } from './state/preferences.ts';
import { ToastArea, ToastProvider } from './ui/toast.tsx';

async function start(root: HTMLElement): Promise<void> {
  const { setLink, setEngine } = useConnection.getState();
  if (window.postane === undefined) await redeemLinkInAddress();
  const queries = createQueryClient();
  const control = connectControl(window, {
    onLink: (link) => {
      setLink(link, Date.now());
      // Whatever was missed while away is asked again.
      if (link === 'open') void queries.invalidateQueries();
    },
    onEngineState: setEngine,
    onRefused: (topic, error) => console.warn(`Topic ${topic} was refused: ${error.message}`),
  });
  if (window.postane === undefined) {
    // A link pasted into this very tab changes the hash alone. Heard before the router, which must not take it for a place.
    window.addEventListener('hashchange', () => {
      void redeemLinkInAddress().then((redeemed) => redeemed && control.reconnect());
    });
  }
  const i18n = createI18n(usePreferences.getState().language ?? systemLanguage(navigator.languages));
  createRoot(root).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queries}>
          <ControlProvider control={control}>
            <I18nextProvider i18n={i18n}>
              <Router hook={useHashPath} searchHook={useHashSearch}>
                <Tooltip.Provider delay={500}>
                  <ToastProvider limit={4}>
                    <App />
                    <ToastArea />
                  </ToastProvider>
                </Tooltip.Provider>
              </Router>
            </I18nextProvider>
          </ControlProvider>
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
}

/** @returns whether a one-time link was there and signed us in */
async function redeemLinkInAddress(): Promise<boolean> {
  const token = takeLinkToken(window.location, window.history);
  if (token === null) return false;
  const redeemed = (await redeemLink(token)).kind === 'ok';
  useConnection.getState().setLinkRefused(!redeemed);
  return redeemed;
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
void start(root);
