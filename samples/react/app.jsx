// A page whose users sign in with Okta. OKTA is what serve.js was told: issuer, client id and redirect URI.
import { OktaAuth, toRelativeUrl } from '@okta/okta-auth-js';
import { LoginCallback, Security, useOktaAuth } from '@okta/okta-react';
import { createRoot } from 'react-dom/client';

const oktaAuth = new OktaAuth({ ...OKTA, scopes: ['openid', 'profile', 'email'] });
const isCallback = window.location.pathname === new URL(OKTA.redirectUri).pathname;
const restoreOriginalUri = (_, uri = '/') => window.location.replace(toRelativeUrl(uri, window.location.origin));

function Greeting() {
  const { authState } = useOktaAuth();
  if (!authState) return <p>One moment …</p>;
  if (!authState.isAuthenticated) return <button onClick={() => oktaAuth.signInWithRedirect({ originalUri: '/' })}>Sign in</button>;
  return (
    <>
      <h1>Hello {authState.idToken.claims.name}</h1>
      <button onClick={() => oktaAuth.signOut()}>Sign out</button>
    </>
  );
}

createRoot(document.getElementById('app')).render(
  <Security oktaAuth={oktaAuth} restoreOriginalUri={restoreOriginalUri}>{isCallback ? <LoginCallback /> : <Greeting />}</Security>,
);
