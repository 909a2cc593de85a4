using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>Asks two orgs the same things, one after the other, and says where they differ.</summary>
sealed class OrgComparison(ComparedOrg local, ComparedOrg other, TimeProvider time)
{
    readonly AnswerView _local = new(local);
    readonly AnswerView _other = new(other);

    /// <summary>Is told each question before it is asked.</summary>
    public Action<string> Asking { get; init; } = _ => { };

    /// <summary>How many there are, where both have a user who can sign in.</summary>
    public static int Questions(IReadOnlyList<string?> servers, bool sendsWrongPassword) =>
        2 + (sendsWrongPassword ? 1 : 0) + Refusals.OfOrg.Count
        + servers.Sum(server => 3 + Refusals.OfServer(IssuerPath(server), EndpointPath(server)).Count());

    /// <summary>Whether a password of this run's has been refused by the other org: then no second one is sent.</summary>
    bool _wasRefused;

    /// <summary>Whether the other has said what it is: a website answers everything, and has none of it.</summary>
    bool _isOrg;

    /// <param name="servers">Ids of custom authorization servers; null is the org's own.</param>
    /// <param name="sendsWrongPassword">Whether the user may be failed once on purpose.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="AddressException">The other is no org; no password has been sent there.</exception>
    public async Task<IReadOnlyList<Point>> RunAsync(IReadOnlyList<string?> servers, bool sendsWrongPassword, CancellationToken ct)
    {
        List<Point> points = [await DocumentAsync(new("org", "who it is", HttpMethod.Get, Paths.OktaOrganization), ct)];
        foreach (var server in servers)
            points.AddRange(await DocumentsAsync(server, ct));
        if (!_isOrg)
            throw new AddressException(
                $"No Okta org is at {other.Url}: it has none of the documents in which an org says what it is.",
                "Name the org's own URL, as https://dev-1.okta.com, and see that no proxy or firewall answers in its place.",
                "A01");

        // The right password before the wrong one: where it is not the right one after all, it was the one wrong attempt.
        points.AddRange(await TokensAsync(servers[0], ct));
        points.Add(await WrongPasswordAsync(sendsWrongPassword, ct));
        foreach (var probe in Refusals.OfOrg)
            points.Add(await RefusalAsync(probe, "", ct));
        foreach (var server in servers)
        {
            foreach (var probe in Refusals.OfServer(IssuerPath(server), EndpointPath(server)))
                points.Add(await RefusalAsync(probe, $" ({Named(server)})", ct));
        }

        return points;
    }

    async Task<IReadOnlyList<Point>> DocumentsAsync(string? server, CancellationToken ct) =>
    [
        await DocumentAsync(Get(server, "OpenID Connect", IssuerPath(server) + Paths.OpenIdConfiguration), ct),
        await DocumentAsync(Get(server, "OAuth 2.0", IssuerPath(server) + Paths.AuthorizationServerMetadata), ct),
        await CompareAsync(
            Get(server, "keys", EndpointPath(server) + Paths.Keys), (view, answer) => view.Keys(answer), Comparison.OfSets, ct),
    ];

    static Probe Get(string? server, string name, string path) => new("discovery", $"{name} ({Named(server)})", HttpMethod.Get, path);

    Task<Point> DocumentAsync(Probe probe, CancellationToken ct) =>
        CompareAsync(probe, (view, answer) => view.Document(answer), Comparison.OfSets, ct);

    async Task<Point> RefusalAsync(Probe probe, string where, CancellationToken ct)
    {
        var point = await CompareAsync(probe, (view, answer) => view.Of(answer), Comparison.OfSequences, ct);
        return point with { Name = point.Name + where };
    }

    Task<Point> WrongPasswordAsync(bool isWanted, CancellationToken ct)
    {
        var why = this switch
        {
            _ when !isWanted => "--no-wrong-password",
            { _wasRefused: true } => "the password that was given has been refused already, and one failure is enough",
            _ when other.Login is null || local.Login is null => "no user is known: give --username",
            _ => null,
        };
        return why is null
            ? RefusalAsync(Refusals.WrongPassword, "", ct)
            : Task.FromResult(new Point(Refusals.WrongPassword.Area, Refusals.WrongPassword.Name) { Skipped = why });
    }

    async Task<Point> CompareAsync(
        Probe probe,
        Func<AnswerView, Answered, JsonNode> see,
        Func<JsonNode?, JsonNode?, IReadOnlyList<Difference>> compare,
        CancellationToken ct)
    {
        Asking($"{probe.Area}, {probe.Name}");
        var (here, there) = (await local.AskAsync(probe, time, ct), await other.AskAsync(probe, time, ct));
        _isOrg |= there is { Status: 429 } or { Status: 200, Type: "application/json" };
        return there.Status is 429
            ? new(probe.Area, probe.Name) { Skipped = "the org's rate limit is reached; --max-wait waits longer for it" }
            : new(probe.Area, probe.Name) { Differences = compare(see(_local, here), see(_other, there)) };
    }

    async Task<IReadOnlyList<Point>> TokensAsync(string? server, CancellationToken ct)
    {
        if (other.Password is null || local.Password is null)
            return [new("tokens", "a user's tokens") { Skipped = "no password is known: give --username and --password" }];

        Asking("tokens, a user's tokens");
        var (here, there) = (await SignInAsync(local, server, ct), await SignInAsync(other, server, ct));
        _wasRefused = there.Failure is not null;
        if (here.Tokens is null || there.Tokens is null)
            return [
                new("tokens", "a user's tokens")
                {
                    Differences = here.Failure == there.Failure
                        ? []
                        : [new("sign-in", here.Failure ?? "tokens", there.Failure ?? "tokens")],
                },
            ];

        return
        [
            new("tokens", "the way to them")
            {
                Differences = here.Way == there.Way ? [] : [new("way", here.Way, there.Way)],
            },
            TokenPoint("ID token", here.Tokens.IdToken, there.Tokens.IdToken),
            TokenPoint("access token", here.Tokens.AccessToken, there.Tokens.AccessToken),
            new("tokens", "scopes")
            {
                Differences = Comparison.OfSets(Scopes(here.Tokens), Scopes(there.Tokens)),
            },
        ];
    }

    // By the first way that works in each, as 'postern token' does: an app's policy may leave open here what is closed there.
    async Task<ComparedSignIn> SignInAsync(ComparedOrg org, string? server, CancellationToken ct)
    {
        try
        {
            var flow = org.Client(server, time).SignIn;
            return new(await flow.GetTokensAsync(org.Login!, org.Password!, new() { Answers = org.Answers }, ct), null);
        }
        catch (OktaException refused)
        {
            return new(null, new AnswerView(org).Text(refused.Message));
        }
    }

    Point TokenPoint(string name, string? here, string? there) => new("tokens", name)
    {
        Differences = Comparison.OfSequences(ViewOf(_local, here), ViewOf(_other, there)),
    };

    static JsonNode ViewOf(AnswerView view, string? token) => token?.Split('.') is [var header, var claims, _]
        && Decoded(header) is { } read
        && Decoded(claims) is { } said
        ? view.Token(read, said)
        : (JsonNode)(token is null ? "none" : "opaque");

    static JsonObject? Decoded(string part)
    {
        try
        {
            var text = HalfCharacters.Mended(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part)));
            return JsonNode.Parse(text, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    static JsonArray Scopes(TokenSet tokens) => [.. tokens.Scopes.Select(scope => (JsonNode)scope)];

    static string IssuerPath(string? server) => server is null ? "" : $"{Paths.OAuth}/{server}";

    static string EndpointPath(string? server) => server is null ? Paths.OAuth : $"{Paths.OAuth}/{server}";

    static string Named(string? server) => server ?? ServerAddress.OrgServer;
}

/// <summary>What came of a user's sign-in: tokens, or why there are none.</summary>
sealed record ComparedSignIn(TokenSet? Tokens, string? Failure)
{
    public string? Way => Tokens?.Receipt?.Way is { } way ? ViaFlags.Names[way] : null;
}
