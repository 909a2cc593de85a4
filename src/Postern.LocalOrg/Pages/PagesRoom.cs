using Postern.LocalOrg.Authn;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.OAuth;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Pages;

/// <summary>Puts the hosted pages together.</summary>
sealed class PagesRoom
{
    public PagesRoom(OrgStore store, OrgDirectory directory, TokensRoom tokens, SignInRoom signIn, CallersRoom callers, AuthnRoom authn)
    {
        var signInPage = new SignInPage(directory);
        Waiting = new AuthorizePages(store, signInPage, new ConsentPage(directory));
        Transactions = new TransactionForm(store, authn.Dispatcher, authn.Steps, callers.Browser, Waiting, signInPage, directory);
        Routes = new PageRoutes(
            new SignInForm(store, signIn.Passwords, authn.Next, callers.Browser, Waiting, signInPage, Transactions),
            Transactions,
            new ConsentForm(store, callers.Browser, Waiting),
            new DeviceActivation(store, tokens.Servers, callers.Browser, Waiting, new DevicePage(directory), signIn.Limits),
            new HomePage(callers.Browser, directory),
            new StepUpRedirect(store, callers.Browser),
            directory);
    }

    /// <summary>What an authorize request waits on.</summary>
    public AuthorizePages Waiting { get; }

    public TransactionForm Transactions { get; }

    public PageRoutes Routes { get; }
}
