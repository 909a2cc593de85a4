using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Postern.LocalOrg.Authn;
using Postern.LocalOrg.Authn.Steps;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Idx;
using Postern.LocalOrg.Management;
using Postern.LocalOrg.OAuth;
using Postern.LocalOrg.OAuth.Grants;
using Postern.LocalOrg.Pages;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.LocalOrg.WellKnown;

namespace Postern.LocalOrg;

/// <summary>Puts the org together, once, in one visible list: who needs whom.</summary>
sealed class OrgSurfaces : IAsyncDisposable
{
    readonly AuthnRoutes _authn;
    readonly OAuthRoutes _oauth;
    readonly WellKnownRoutes _wellKnown;
    readonly PageRoutes _pages;
    readonly ControlRoutes _control;
    readonly ManagementRoutes _management;
    readonly IdxRoutes _idx;
    readonly RemoteKeySets _remoteKeys;
    readonly TrustedPages _trusted;
    readonly SurfaceKit _kit;

    public OrgSurfaces(OrgStore store, SharedState shared, OrgDirectory directory, LocalOrgOptions options, Outbox outbox, ControlRoutes control)
    {
        (Store, Shared) = (store, shared);
        var logs = options.Logs ?? NullLoggerFactory.Instance;
        var time = store.Time;
        Keys = new(store);
        _trusted = new(directory);
        var limits = new RateLimiter(options.RateLimits, store);
        _kit = new(shared, new(options.RateLimits, limits), logs);
        var sessions = new Sessions(store, time);
        var policies = new SignInPolicies(directory);
        var signIn = new PasswordSignIn(store, new(), policies);
        var next = new NextState(store, policies);
        var states = new StateWriter(store, policies, next, Urls, directory);
        var dispatcher = new Dispatcher(store, next, states, sessions, outbox, new(Urls, directory, options.SecurityKeys));
        var messages = new RecoveryMessages(store, outbox);
        var session = new AuthorizeSession(sessions, Urls, time);
        var signInPage = new SignInPage(directory);
        var pages = new AuthorizePages(store, signInPage, new(directory));
        var servers = new AuthorizationServers(store, Urls);
        var custom = new CustomClaims(directory, new(store, directory, Urls));
        var issuer = new TokenIssuer(Keys, custom, directory, time);
        var codes = new AuthorizationCodes(store);
        var refreshTokens = new RefreshTokens(store, new(store));
        var clientKeys = new ClientKeys(_remoteKeys = new(time, logs.CreateLogger<RemoteKeySets>()));
        var requests = new ClientRequests(servers, new(store, new(store, clientKeys, time)));
        var reader = new TokenReader(Keys, store, time);
        var proofs = new DpopProofs(store, new(store));
        var binding = new TokenBinding(proofs);
        var callers = new ApiCaller(directory, servers, new(reader, time), binding);
        var polling = new Polling(store);
        // In the order that errors list them.
        IGrant[] grants =
        [
            new AuthorizationCodeGrant(store, codes),
            new RefreshTokenGrant(store, refreshTokens),
            new PasswordGrant(store, signIn, next, limits),
            new ClientCredentialsGrant(),
            new DeviceCodeGrant(polling),
            new JwtBearerGrant(store, clientKeys),
            new TokenExchangeGrant(store, reader, servers),
            new CibaGrant(polling),
        ];
        var requestObjects = new RequestObjects(store, clientKeys);
        var resources = new RequestedResources(store);
        var authorizeRequests = new AuthorizeRequests(store, requestObjects, resources);

        var steps = Steps(store, next, policies, messages);
        var transactionForm = new TransactionForm(store, dispatcher, steps, session, pages, signInPage, directory);
        _authn = new(
            new(store, signIn, policies, next, dispatcher, states, limits),
            dispatcher,
            steps,
            new(store, signIn, policies, dispatcher, states, messages),
            new(store),
            new(signIn, next, limits, directory),
            _trusted,
            store,
            directory);
        _oauth = new(
            new(store, servers, authorizeRequests, session, new(store), new(store, next, pages, transactionForm), pages, codes, issuer, directory),
            new(requests, grants, proofs, resources, issuer, refreshTokens, store, directory),
            new(requests, reader, refreshTokens, store),
            new(requests, reader, refreshTokens, store),
            new(servers, Keys, time),
            new(servers, store),
            new(servers, reader, binding, store, custom),
            new(store, servers, reader, session),
            new(requests, authorizeRequests, proofs, store),
            new(requests, store, Urls),
            new(requests, requestObjects, new(store, signIn, reader), store, outbox),
            new(store, directory, Urls, callers),
            new(directory),
            _trusted,
            logs.CreateLogger<OAuthRoutes>());
        _wellKnown = new(store, directory, Urls);
        _control = control;
        _idx = new(_trusted);
        _pages = new(
            new(store, signIn, next, session, pages, signInPage, transactionForm),
            transactionForm,
            new(store, session, pages),
            new(store, servers, session, pages, new(directory), limits),
            new(session, directory),
            new(store, session),
            directory);
        _management = new(callers, new(store, Keys, Urls), new(store), _trusted);
    }

    public OrgStore Store { get; }

    public SharedState Shared { get; }

    public OrgUrls Urls { get; } = new();

    public SigningKeys Keys { get; }

    public void Map(IEndpointRouteBuilder routes)
    {
        _authn.Map(routes, _kit);
        _oauth.Map(routes, _kit);
        _wellKnown.Map(routes, _kit);
        _idx.Map(routes, _kit);
        _control.Map(routes, _kit);
        _management.Map(routes, _kit);
        _pages.Map(routes, _kit);
    }

    /// <summary>Everything that may be done with a transaction of the Authentication API.</summary>
    static IAuthnStep[] Steps(OrgStore store, NextState next, SignInPolicies policies, RecoveryMessages messages)
    {
        var failures = new FactorFailures(store);
        var enrolled = new Enrolled(store);
        var passwords = new NewPasswords(store, policies);
        return
        [
            new CurrentStateStep(), new PreviousStep(), new SkipStep(next), new CancelStep(),
            new VerifyStep(store, next, failures), new ResendStep(),
            new EnrollStep(store, policies, enrolled), new ActivateStep(enrolled), new PollActivationStep(store, enrolled), new ResendActivationStep(),
            new SendActivationStep("email"), new SendActivationStep("sms"),
            new ChangePasswordStep(passwords), new ResetPasswordStep(passwords),
            new VerifyRecoveryStep(store), new ResendRecoveryStep(messages), new AnswerRecoveryStep(store),
        ];
    }

    /// <summary>Makes the keys that a first caller would otherwise wait for.</summary>
    public async Task WarmUpAsync(CancellationToken ct)
    {
        if (await Store.Directory.FindServerAsync("default", ct) is not null)
            await Keys.ActiveAsync("default");
        ct.ThrowIfCancellationRequested();
        await Keys.ActiveAsync(null);
    }

    public ValueTask DisposeAsync()
    {
        _remoteKeys.Dispose();
        return Keys.DisposeAsync();
    }
}
