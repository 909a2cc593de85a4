describe('the warehouse', () => {
  beforeEach(() => cy.signIn());

  it('knows Wim without a login page', () => {
    cy.visit('/me');

    cy.contains('wim@example.com');
    cy.location('pathname').should('eq', '/me');
  });
});
