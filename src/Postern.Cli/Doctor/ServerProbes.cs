using System.Text.Json.Nodes;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>What the authorization server says of itself, of the app and of its request, with nobody's password (P2 to P8).</summary>
sealed class ServerProbes(HttpClient http, OktaClient client, ClientApp? app)
{
    // Nothing that the org has given out.
    const string Nothing = "doctor-probe";

    static readonly string[] KeepPasswordsThemselves = ["SAML2", "OIDC", "APPLE", "FACEBOOK", "GOOGLE", "LINKEDIN", "MICROSOFT"];

    /// <summary>The grants that the app has, by its own metadata; empty where that says nothing.</summary>
    public IReadOnlyList<string> Grants { get; private set; } = [];

    /// <summary>False where nothing after it could be asked.</summary>
    public async Task<bool> RunAsync(Examination exam, UserRoute route, bool triesRedirectUris, CancellationToken ct)
    {
        if (await exam.TryAsync(Checkpoint.Discovery, () => client.GetMetadataAsync(ct), ct) is not { } server)
            return false;

        exam.Add(Finding.Ok(Checkpoint.Discovery, $"{server.Issuer} describes itself."));
        if (app is null)
            return !exam.Add(Finding.Unclear(Checkpoint.App, "No client id was given: --client-id says which app."));

        return await KnowsAppAsync(exam, app, ct)
            && await RoutesHereAsync(exam, route, ct)
            && await RequestIsSoundAsync(exam, app, triesRedirectUris, ct)
            && await CredentialsAreGoodAsync(exam, app, ct);
    }

    async Task<bool> KnowsAppAsync(Examination exam, ClientApp asked, CancellationToken ct)
    {
        if (await exam.TryAsync(Checkpoint.App, () => client.GetMetadataAsync(asked.ClientId, ct), ct) is not { } itsOwn)
            return false;

        Grants = itsOwn.GrantTypesSupported;
        return exam.Add(Finding.Ok(Checkpoint.App, $"{asked.ClientId} is known."));
    }

    async Task<bool> RoutesHereAsync(Examination exam, UserRoute route, CancellationToken ct)
    {
        if (route.Login is not { } login)
            return exam.Add(Finding.Unclear(Checkpoint.Routing, "No user was given: --username says whose sign-in."));

        var resource = Uri.EscapeDataString($"okta:acct:{login}");
        var url = $"{client.OrgUrl}{Paths.WebFinger}?resource={resource}&rel={Uri.EscapeDataString("okta:idp")}";
        if (await exam.TryAsync(Checkpoint.Routing, () => SeenAnswer.AskAsync(http, url, null, ct), ct) is not { } seen)
            return false;

        var providers = (seen.Json?["links"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(link => (link["properties"] as JsonObject)?.Text("okta:idp:type") ?? "OKTA").Distinct().ToList();
        var said = $"{login} is sent to {string.Join(", ", providers)}.";
        return (seen.Status, providers) switch
        {
            (not 200, _) or (_, []) => exam.Add(Finding.Unclear(Checkpoint.Routing, $"The org does not say where {login} signs in.")),
            (_, var others) when others.TrueForAll(KeepPasswordsThemselves.Contains) && !route.IsIgnored =>
                exam.Add(Finding.Wrong(Checkpoint.Routing, said, "B12")),
            (_, ["OKTA"]) => exam.Add(Finding.Ok(Checkpoint.Routing, $"{login} signs in at Okta itself.")),
            _ => exam.Add(Finding.Unclear(Checkpoint.Routing, said)),
        };
    }

    // Okta looks at the whole request before it looks for a session: who is not signed in is told so last.
    async Task<bool> RequestIsSoundAsync(Examination exam, ClientApp asked, bool triesRedirectUris, CancellationToken ct)
    {
        if (asked.RedirectUri is null)
            return exam.Add(Finding.Unclear(Checkpoint.Request, "No redirect URI was given: --redirect-uri says which."));

        try
        {
            await client.AuthorizationCodeFlow.TryAsync(ct: ct);
            return exam.Add(
                Finding.Unclear(Checkpoint.Request, "A code came, though nobody was signed in: something keeps cookies.", "H06"));
        }
        catch (Exception sound) when (IsAboutSession(sound))
        {
            return exam.Add(
                Finding.Ok(Checkpoint.Request, "Client id, redirect URI, response type, scopes and PKCE are as the app is set up."));
        }
        catch (Exception failed) when (Examination.IsFinding(failed, ct))
        {
            exam.Add(Checkpoint.Request, failed, ct);
            if (triesRedirectUris && FailureReason.Of(failed) is { Id: "C11" })
                await TryRedirectUrisAsync(exam, asked.RedirectUri, ct);
            return false;
        }
    }

    static bool IsAboutSession(Exception refused) => refused
        is OAuthException { Stage: Stage.Authorize, Error: OAuthErrors.LoginRequired or OAuthErrors.InteractionRequired }
        or InteractionRequiredException { Interaction: Interaction.SignIn };

    // Only on request, and four at most: each is one of the 60 requests a minute that the app has at this address.
    async Task TryRedirectUrisAsync(Examination exam, string given, CancellationToken ct)
    {
        foreach (var variant in RedirectUriVariants.Of(given))
        {
            try
            {
                await new OktaClient(http, client.Options with { RedirectUri = variant }).AuthorizationCodeFlow.TryAsync(ct: ct);
            }
            catch (Exception sound) when (IsAboutSession(sound))
            {
                exam.Add(Finding.Unclear(Checkpoint.RedirectUri, $"The app has {variant}, which differs from {given}."));
                return;
            }
            catch (OktaException refused) when (refused is not RateLimitedException)
            {
                // This one is not the app's either.
            }
            catch (Exception failed) when (Examination.IsFinding(failed, ct))
            {
                exam.Add(Finding.Unclear(Checkpoint.RedirectUri, $"Those that are spelled nearly so were not all tried: {failed.Message}"));
                return;
            }
        }

        exam.Add(Finding.Unclear(Checkpoint.RedirectUri, "None that is spelled nearly so is the app's."));
    }

    async Task<bool> CredentialsAreGoodAsync(Examination exam, ClientApp asked, CancellationToken ct)
    {
        try
        {
            await client.SessionTokenFlow.ExchangeAsync(CodeOfNobody(asked), ct);
            return exam.Add(Finding.Unclear(Checkpoint.Credentials, "The token endpoint gave tokens for a code that there is not."));
        }
        catch (OAuthException sound) when (sound is { Stage: Stage.Token, Error: OAuthErrors.InvalidGrant })
        {
            exam.Add(Finding.Ok(
                Checkpoint.Credentials, $"The token endpoint knows the app ({asked.Credential.Method}) and takes codes of it."));
        }
        catch (Exception failed) when (Examination.IsFinding(failed, ct))
        {
            return exam.Add(Checkpoint.Credentials, failed, ct);
        }

        if (asked.Credential.Method is ClientAuthMethods.None)
            return true;

        return await exam.TryAsync(Checkpoint.Introspection, () => client.IntrospectAsync(Nothing, ct: ct), ct) is not null
            && exam.Add(Finding.Ok(Checkpoint.Introspection, "The app may ask what a token is worth."));
    }

    AuthorizeResponse CodeOfNobody(ClientApp asked) => new()
    {
        Issuer = client.Issuer,
        RedirectUri = asked.RedirectUri ?? client.OrgUrl,
        ResponseType = ResponseTypes.Code,
        State = Nothing,
        Nonce = Nothing,
        Scopes = client.Options.Scopes,
        Code = Nothing,
        CodeVerifier = new('d', 43), // RFC 7636 section 4.1: no shorter
    };
}

/// <summary>Who signs in, and whether it counts where the org sends them.</summary>
sealed record UserRoute(string? Login, bool IsIgnored);
