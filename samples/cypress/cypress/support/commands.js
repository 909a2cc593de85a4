Cypress.Commands.add('signIn', () => {
  const { org, username, password } = Cypress.env();
  cy.session(username, () => {
    cy.request('POST', `${org}/api/v1/authn`, { username, password }).then(({ body: { sessionToken: token } }) => {
      // The org's cookie comes with the answer; where it sends the browser is of no interest.
      cy.request({ url: `${org}/login/sessionCookieRedirect`, qs: { token, redirectUrl: Cypress.config('baseUrl') }, followRedirect: false });
    });
  });
});
