using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Pages;

/// <summary>Puts the hosted pages together.</summary>
sealed class PagesRoom(
    OrgStore store, OrgDirectory directory, OrgUrls urls, TokensRoom tokens, SignInRoom signIn, CallersRoom callers, HtmlRoom html)
{
    /// <param name="front">What the org's own address shows.</param>
    public PageRoutes Routes(RequestDelegate front)
    {
        var browser = callers.Browser;
        var behind = new BehindSignIn(store, signIn.Waiting, html.SignIn.First);
        var turn = new PageTurn(signIn.Machine, browser, behind, html.SignIn);
        return new PageRoutes(directory)
        {
            SignIn = new SignInForm(
                store, new PageSignIn(signIn.Passwords, signIn.Machine),
                new HostedSignIn(store, directory, signIn.Machine, turn, html.SignIn), browser, behind, html.SignIn),
            Transactions = new TransactionForm(store, signIn.Machine, turn, behind, html.SignIn),
            Accounts = new AccountForm(store, signIn.Machine, turn, behind, html.SignIn),
            Tokens = new MailedTokenForm(store, signIn.Machine, turn, behind, html.SignIn.Recovery),
            Consent = new ConsentForm(store, signIn.Stores.Interactions, browser, signIn.Waiting),
            Activation = new DeviceActivation(
                store, signIn.Stores.Interactions, directory, tokens.Servers, browser, behind, new UserCodeGuesses(signIn.Limits),
                signIn.Policies, signIn.Devices, new DevicePage(directory, signIn.Machine.Interactions, urls, store)),
            Home = new HomePage(browser, directory),
            StepUp = new StepUpRedirect(
                store, signIn.Stores.Interactions, signIn.Machine, browser, signIn.Waiting, html.SignIn.First),
            Mailed = new MailLink(store, signIn.Machine, new InteractionCodes(tokens.Codes, tokens.Store), directory),
            SessionCookies = new SessionCookieRedirect(store, directory, urls, browser),
            WebSso = new WebSsoSignIn(store, directory, urls, signIn.SsoTokens, browser),
            Front = front,
        };
    }
}
