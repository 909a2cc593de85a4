using Postern.Client;
using Postern.LocalOrg;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>The seed's org, started for one comparison, and the other one; each with the app and the user that it is asked as.</summary>
sealed class ComparedOrgs : IAsyncDisposable
{
    readonly LocalOrg.LocalOrg _org;

    ComparedOrgs(LocalOrg.LocalOrg org) => _org = org;

    public required ComparedOrg Local { get; init; }

    public required ComparedOrg Other { get; init; }

    /// <summary>The seed's, and the org's own.</summary>
    public IReadOnlyList<string?> Servers => [.. _org.Seed.AuthorizationServers.Select(server => server.Id), null];

    /// <summary>Those that were named, or all.</summary>
    /// <exception cref="UsageException">The seed has one not: neither org would have it, which would pass for the same.</exception>
    public IReadOnlyList<string?> Chosen(IReadOnlyList<string?>? named) =>
        named?.FirstOrDefault(server => !Servers.Contains(server)) is { } unknown
            ? throw new UsageException(
                $"The seed has no authorization server '{unknown}'.",
                $"--auth-server takes {string.Join(", ", Servers.Select(server => server ?? ServerAddress.OrgServer))}.")
            : named ?? Servers;

    public static async Task<ComparedOrgs> OpenAsync(DiffOptions options, Terminal io, CancellationToken ct)
    {
        var secrets = new SecretReader(io);
        var seed = options.Seed ?? throw UsageException.Missing("seed", "--seed FILE");
        var url = UrlOf(options, io);
        var file = await SeedInput.ReadAsync(seed, before: null, io, secrets, ct);
        var app = AppOf(file.Seed, options);
        var user = UserOf(file.Seed, options.User.Username ?? io.FirstOf(EnvironmentNames.Username));
        var given = await GivenAsync(options, app, file, io, secrets, ct);
        var password = await PasswordAsync(options, user, file, io, secrets, ct);
        var login = options.User.Username ?? user?.Login;
        var answers = login is null ? new() : await options.Factor.ResolveAsync(login, io, secrets, ct);
        var settings = await options.Factor.AddToAsync(given.OptionsFor(new(url, null), io), io, secrets, ct);

        var reach = options.Http!.Settled(io);
        var http = reach.OpenAsClient(url, io with { ShowsAnswers = false });
        var org = await LocalOrg.LocalOrg.StartAsync(new() { Seed = file.Seed, Time = io.Time, Logs = new OrgLog(io) }, ct);
        return new(org)
        {
            Local = LocalOf(org, app, user, given),
            Other = new(http, url)
            {
                App = given,
                Login = login,
                Password = password,
                Answers = answers,
                Settings = plain => settings with
                {
                    Issuer = plain.Issuer,
                    MaxRateLimitWait = reach.MaxWait,
                    ClockSkew = reach.ClockSkew,
                },
                MaxWait = reach.MaxWait,
            },
        };
    }

    public async ValueTask DisposeAsync()
    {
        Local.Dispose();
        Other.Dispose();
        await _org.DisposeAsync();
    }

    /// <summary>With the seed's own secrets, whatever was given for the other.</summary>
    static ComparedOrg LocalOf(LocalOrg.LocalOrg org, SeedApp app, SeedUser? user, ClientApp given) => new(
        new(OktaClient.CreateHandler()), org.Url)
    {
        App = given with
        {
            ClientId = app.ClientId,
            RedirectUri = app.RedirectUris[0],
            Credential = CredentialOf(app, given.Credential),
        },
        Login = user?.Login,
        Password = user is { Password.Length: > 0 } ? user.Password : null,
        Answers = user is null ? new() : AnswersOf(user, org),
    };

    static string UrlOf(DiffOptions options, Terminal io) =>
        options.Org
            ?? (io.FirstOf(EnvironmentNames.OrgUrl, EnvironmentNames.OktaDomain) is { } url
                ? ServerAddress.ParseOrg(url, EnvironmentNames.OrgUrl)
                : io.FirstOf(EnvironmentNames.Issuer) is { } issuer
                    ? ServerAddress.ParseIssuer(issuer, EnvironmentNames.Issuer).OrgUrl
                    : null)
            ?? throw UsageException.Missing("org to compare with", "--org URL", EnvironmentNames.OrgUrl);

    static SeedApp AppOf(OrgSeed seed, DiffOptions options)
    {
        var usable = seed.Apps.Where(app => app.RedirectUris.Count > 0 && app.GrantTypes.Contains(GrantTypes.AuthorizationCode)).ToList();
        return usable.FirstOrDefault(app => app.ClientId == options.ClientId)
            ?? usable.FirstOrDefault()
            ?? throw new UsageException(
                "The seed has no app that could ask for a code.", "Add one, as 'apps: [spa http://localhost:3000/callback]'.");
    }

    // Who is not in the seed has somebody of the seed's for a counterpart.
    static SeedUser? UserOf(OrgSeed seed, string? login) =>
        seed.Users.FirstOrDefault(user => user.Login.Equals(login, StringComparison.OrdinalIgnoreCase))
        ?? seed.Users.FirstOrDefault(user => user is { State: UserState.Active, Password.Length: > 0 });

    static async Task<ClientApp> GivenAsync(
        DiffOptions options, SeedApp app, SeedFile file, Terminal io, SecretReader secrets, CancellationToken ct)
    {
        var credential = await options.Credential.ResolveAsync(options.ClientId ?? app.ClientId, io, secrets, ct);
        var isSeeds = options.ClientId is null || options.ClientId == app.ClientId;
        return new()
        {
            ClientId = options.ClientId ?? app.ClientId,
            RedirectUri = options.RedirectUri ?? app.RedirectUris[0],
            // A secret that was made for the seed is nobody else's.
            Credential = credential.Secret is null && isSeeds && app.ClientSecret is { } secret && !IsMade(file, secret)
                ? CredentialOf(app, credential)
                : credential,
        };
    }

    static ClientCredential CredentialOf(SeedApp app, ClientCredential given) =>
        app.ClientSecret is { } secret
            ? new(app.TokenEndpointAuthMethod, secret)
            : given.Method is ClientAuthMethods.PrivateKeyJwt
            ? given
            : new(ClientAuthMethods.None, null);

    static async Task<string?> PasswordAsync(
        DiffOptions options, SeedUser? user, SeedFile file, Terminal io, SecretReader secrets, CancellationToken ct)
    {
        var login = options.User.Username ?? user?.Login;
        if (options.User.PasswordReference is { } reference)
            return await secrets.ReadAsync(reference, "--password", $"Password of {login}", ct);
        if (await secrets.StandingAsync(Setting.Password, login, $"Password of {login}", ct) is { } standing)
            return standing;

        var isSeeds = options.User.Username is null || options.User.Username == user?.Login;
        return isSeeds && user is { Password.Length: > 0 } && !IsMade(file, user.Password) ? user.Password : null;
    }

    /// <summary>As the seed has the user's factors; codes that are sent lie in the outbox.</summary>
    static AuthnAnswers AnswersOf(SeedUser user, LocalOrg.LocalOrg org)
    {
        return new()
        {
            Totp = (user.TotpSecret ?? SecretOf(FactorTypes.Totp)) is { } seed ? Totp.FromSecret(seed) : null,
            SecurityAnswer = SecretOf(FactorTypes.Question),
            CodeAsync = async (factor, ct) => factor.FactorType is FactorTypes.Sms or FactorTypes.Call or FactorTypes.Email
                ? (await org.Outbox.LatestAsync(user.Login, factor.FactorType, ct)).Code
                : SecretOf(factor.FactorType),
        };

        string? SecretOf(string factorType) => user.Factors.FirstOrDefault(factor => factor.FactorType == factorType)?.Secret;
    }

    static bool IsMade(SeedFile file, string secret) => file.Secrets.Any(made => made.Reference is null && made.Value == secret);
}
