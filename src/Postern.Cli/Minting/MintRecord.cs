using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>What is to be made: so many tokens, of these users in turn.</summary>
sealed record MintPlan(ServerAddress Address, ClientApp App, IReadOnlyList<MintUser> Users, int Count)
{
    public IEnumerable<MintItem> Items => Enumerable.Range(0, Count).Select(number => new MintItem(number, Users[number % Users.Count]));

    /// <summary>The same for the same plan, whatever the passwords are by now.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n',
        [
            Address.Issuer, App.ClientId, string.Join(' ', App.Scopes), $"{Count}", .. Users.Select(user => user.Login),
            .. App.DPoPKey is { } key ? [$"bound to {key.Thumbprint}"] : Array.Empty<string>(),
        ]))))[..32];
}

/// <summary>One of the tokens to be made.</summary>
sealed record MintItem(int Number, MintUser User);

/// <summary>What came of one of them: tokens, or why there are none.</summary>
sealed record MintRecord(int Number, string Login)
{
    public TokenSet? Tokens { get; init; }

    public MintFailure? Failure { get; init; }

    public MintOutcome Outcome => new(Number, Login, Failure);

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["n"] = Number, ["username"] = Login };
        if (Tokens is { } tokens)
            AddTo(json, tokens);
        if (Failure is { } failure)
            json["failed"] = failure.ToJson();
        return json;
    }

    /// <exception cref="FormatException">It is neither.</exception>
    public static MintRecord Read(JsonObject json)
    {
        var record = new MintRecord(json["n"]!.GetValue<int>(), json.Text("username") ?? "");
        return json["failed"] is JsonObject failed ? record with { Failure = MintFailure.Read(failed) }
            : json.ContainsKey("expires_at") ? record with { Tokens = TokensOf(json) }
            : throw new FormatException("Neither tokens nor why there are none.");
    }

    public static void AddTo(JsonObject json, TokenSet tokens)
    {
        json.AddPresent(Parameters.TokenType, tokens.TokenType);
        json.AddPresent(Parameters.AccessToken, tokens.AccessToken);
        json.AddPresent(Parameters.IdToken, tokens.IdToken);
        json.AddPresent(Parameters.RefreshToken, tokens.RefreshToken);
        json["expires_at"] = Words.Instant(tokens.ExpiresAt);
        json[Parameters.Scope] = string.Join(' ', tokens.Scopes);
    }

    static TokenSet TokensOf(JsonObject json) => new()
    {
        TokenType = json.Text(Parameters.TokenType),
        AccessToken = json.Text(Parameters.AccessToken),
        IdToken = json.Text(Parameters.IdToken),
        RefreshToken = json.Text(Parameters.RefreshToken),
        ExpiresAt = DateTimeOffset.Parse(json.Text("expires_at")!, System.Globalization.CultureInfo.InvariantCulture),
        Scopes = json.Text(Parameters.Scope)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
    };

    public override string ToString() => $"{Number}: {Login}";
}

/// <summary>How one of them came out, without its tokens: of many, these are too much to be had in memory.</summary>
/// <param name="Number">Which one.</param>
/// <param name="Login">Whose.</param>
/// <param name="Failure">Null where there are tokens.</param>
sealed record MintOutcome(int Number, string Login, MintFailure? Failure)
{
    /// <summary>Nothing is left to be done: there are tokens, or to ask again would only fail again and count towards a lockout.</summary>
    public bool IsSettled => Failure is null or { IsFinal: true };

    public override string ToString() => $"{Number}: {Login}";
}

/// <summary>Why somebody has no token.</summary>
sealed record MintFailure(int ExitCode, string Message, string? Hint)
{
    public const string OfAllMember = "ofAll";

    /// <summary>It is about the org or the app, and not about this user: once that is mended there are tokens.</summary>
    public bool IsOfAll { get; init; }

    /// <summary>It is about this user, or what was asked for: the same again would end the same.</summary>
    public bool IsFinal => !IsOfAll
        && ExitCode is ExitCodes.AuthenticationRefused or ExitCodes.InteractionNeeded or ExitCodes.AuthorizationRefused
            or ExitCodes.Usage or ExitCodes.InvalidToken;

    public static MintFailure Of(Failure failure, Redaction secrets) =>
        new(failure.ExitCode, secrets.Words(failure.Message), failure.Hint is { } hint ? secrets.Words(hint) : null)
        {
            IsOfAll = failure.Stage is "discovery" || failure.Fields.Text(Parameters.Error) is OAuthErrors.InvalidClient,
        };

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["code"] = ExitCodes.WordFor(ExitCode), ["exit"] = ExitCode, ["message"] = Message };
        json.AddPresent("hint", Hint);
        if (IsOfAll)
            json[OfAllMember] = true;
        return json;
    }

    public static MintFailure Read(JsonObject json) =>
        new(json["exit"]?.GetValue<int>() ?? ExitCodes.Unexpected, json.Text("message") ?? "", json.Text("hint"))
        {
            IsOfAll = json.ContainsKey(OfAllMember),
        };
}
