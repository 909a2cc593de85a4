using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Postern.Client;

namespace Postern.Testing;

/// <summary>
/// Your ASP.NET Core application, started by <see cref="WebApplicationFactory{TEntryPoint}"/>, with a test org in Okta's place.
/// </summary>
public static class TestOrgApplications
{
    /// <summary>Which factory was given which org last: what is asked of a factory is asked of its application that has one.</summary>
    static readonly ConditionalWeakTable<object, Wired> Given = new();

    static readonly Lock Giving = new();

    /// <summary>
    /// The application, unchanged, but that its <c>JwtBearer</c> and <c>OpenIdConnect</c> take the org for theirs: authority, client id and
    /// secret, back channel, issuer and clock. Asked again for the same org, it is the same application, which starts once.
    /// </summary>
    /// <param name="factory">Yours to dispose, and the application with it.</param>
    /// <param name="org">Yours to dispose, after the factory.</param>
    /// <param name="schemes">Which authentication schemes are the org's. Default: all of the two kinds.</param>
    /// <remarks>
    /// An API's authorization server is the one whose audience it takes; a web app is the one that has a redirect URI with its callback
    /// path.
    /// </remarks>
    public static WebApplicationFactory<T> WithOrg<T>(this WebApplicationFactory<T> factory, TestOrg org, params string[] schemes)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        lock (Giving)
        {
            if (Given.TryGetValue(factory, out var given) && given.Org == org && given.Schemes.SequenceEqual(schemes))
                return (WebApplicationFactory<T>)given.Factory;

            var wired = factory.WithWebHostBuilder(host => host.ConfigureTestServices(services => OrgServices.Add(services, org, schemes)));
            var application = new Wired(org, schemes, wired);
            Given.AddOrUpdate(factory, application);
            Given.AddOrUpdate(wired, application);
            return wired;
        }
    }

    /// <summary>
    /// A client of the API that calls it as a user: each request carries an access token of the API's authorization server, fetched at the
    /// first one and renewed.
    /// </summary>
    /// <param name="factory">One that <see cref="WithOrg"/> gave, or was asked.</param>
    /// <param name="user">A login.</param>
    /// <param name="scopes">With spaces between them. Default: <c>openid profile email</c>.</param>
    public static HttpClient CreateClientAs<T>(this WebApplicationFactory<T> factory, string user, string scopes = "")
        where T : class => CreateClientFor(factory, new() { User = user, Scopes = scopes });

    /// <summary>A client of the API that calls it as an app, by its client credentials.</summary>
    /// <inheritdoc cref="CreateClientAs"/>
    public static HttpClient CreateServiceClient<T>(this WebApplicationFactory<T> factory, string scopes = "")
        where T : class => CreateClientFor(factory, new() { Scopes = scopes });

    /// <summary>A client of the API with whatever tokens a test wishes for.</summary>
    /// <inheritdoc cref="CreateClientAs"/>
    public static HttpClient CreateClientFor<T>(this WebApplicationFactory<T> factory, TokenWish wish)
        where T : class
    {
        var (application, org) = WiredOf(factory);
        var tokens = new ApiTokens(org, application.Services, wish);
        var options = application.ClientOptions;
        return application.CreateDefaultClient(
            options.BaseAddress,
            [
                .. options.AllowAutoRedirect ? (DelegatingHandler[])[new RedirectHandler(options.MaxAutomaticRedirections)] : [],
                .. options.HandleCookies ? (DelegatingHandler[])[new CookieContainerHandler()] : [],
                new BearerTokenHandler(tokens),
            ]);
    }

    /// <summary>
    /// Signs a user in to the web app as a browser would: asks for the page, fills in the org's sign-in pages, answers a second factor and
    /// agrees to what is asked, and comes back with the app's cookies.
    /// </summary>
    /// <param name="factory">One that <see cref="WithOrg"/> gave, or was asked.</param>
    /// <param name="path">A page of the app's that demands a sign-in, such as <c>/me</c>.</param>
    /// <param name="user">A login.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <returns>That browser, signed in: it keeps cookies and follows redirects, to the org's pages too.</returns>
    /// <exception cref="InvalidOperationException">The sign-in came to no end; the message says where, and what the page said.</exception>
    public static Task<HttpClient> SignInAsync<T>(
        this WebApplicationFactory<T> factory, string path, string user, CancellationToken ct = default)
        where T : class => SignInAsync(factory, path, user, new AuthnAnswers(), ct);

    /// <summary>
    /// The same for a user whom the org has set something up on the way: a new password for one that has expired
    /// (<see cref="AuthnAnswers.NewPassword"/>), one-time passwords (<see cref="AuthnAnswers.OnTotpEnrolled"/>) or a question
    /// (<see cref="AuthnAnswers.SecurityAnswer"/>). Everything else the kit knows by itself, and these from then on.
    /// </summary>
    /// <param name="factory">One that <see cref="WithOrg"/> gave, or was asked.</param>
    /// <param name="path">A page of the app's that demands a sign-in, such as <c>/me</c>.</param>
    /// <param name="user">A login.</param>
    /// <param name="answers">To what no test can know beforehand.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <inheritdoc cref="SignInAsync{T}(WebApplicationFactory{T}, string, string, CancellationToken)" path="/returns"/>
    /// <inheritdoc cref="SignInAsync{T}(WebApplicationFactory{T}, string, string, CancellationToken)" path="/exception"/>
    public static async Task<HttpClient> SignInAsync<T>(
        this WebApplicationFactory<T> factory, string path, string user, AuthnAnswers answers, CancellationToken ct = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (GivenTo(factory)?.IsForBrowser is true)
            throw new InvalidOperationException(
                "The application has been started for a real browser, which signs in there: begin at org.SessionLinkAsync(user, page).");

        var (application, org) = WiredOf(factory);
        var origin = WebApps.OriginOf(org, application.Services) ?? application.ClientOptions.BaseAddress;
        var browser = application.CreateDefaultClient(origin, new Browser(org, origin));
        await new PageWalk(org, browser, user, answers).SignInAsync(path, ct).ConfigureAwait(false);
        return browser;
    }

    /// <summary>
    /// Starts the application at a real address of this machine, <c>http://localhost:</c> and a free port, for a real browser; sign-ins
    /// come back to it there, besides where they did. The org needs a real address, too: <see cref="TestOrgBuilder.Http"/>.
    /// </summary>
    /// <param name="factory">One that <see cref="WithOrg"/> gave, or was asked; nothing has been asked of its application yet.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <returns>The address, with a slash at its end; <see cref="TestOrg.SessionLinkAsync"/> leads there signed in.</returns>
    /// <exception cref="InvalidOperationException">The org has no real address, or the application has started already.</exception>
    public static Task<Uri> StartForBrowserAsync<T>(this WebApplicationFactory<T> factory, CancellationToken ct = default)
        where T : class
    {
        // Whether an application that was made of a wired one has an org cannot be asked before it has started.
        var given = GivenTo(factory) ?? throw new InvalidOperationException(
            "The application has no test org, or was made of one that has: call WithOrg(org) last, and go on with what it returns.");
        given.IsForBrowser = true;
        return RealAddress.StartAsync((WebApplicationFactory<T>)given.Factory, given.Org, ct);
    }

    static (WebApplicationFactory<T> Application, TestOrg Org) WiredOf<T>(WebApplicationFactory<T> factory)
        where T : class
    {
        if (GivenTo(factory) is { } given)
            return ((WebApplicationFactory<T>)given.Factory, given.Org);

        return factory.Services.GetService<TestOrg>() is { } org
            ? (factory, org)
            : throw new InvalidOperationException(
                "The application has no test org: call factory.WithOrg(org) first, and go on with what it returns.");
    }

    static Wired? GivenTo(object factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        lock (Giving)
            return Given.TryGetValue(factory, out var given) ? given : null;
    }

    sealed class Wired(TestOrg org, string[] schemes, object factory)
    {
        public TestOrg Org => org;

        public string[] Schemes => schemes;

        public object Factory => factory;

        /// <summary>Whether it listens at an address; else it is asked within the process.</summary>
        public bool IsForBrowser { get; set; }
    }
}
