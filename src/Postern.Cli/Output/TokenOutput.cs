using System.Text.Json.Nodes;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>Tokens, and where and to which app they were issued: what the next command needs besides them.</summary>
sealed record IssuedTokens(TokenSet Tokens, ServerAddress Address, ClientApp App);

/// <summary>Prints tokens in the format asked for; <paramref name="Token"/> is the chosen one's name on the wire.</summary>
sealed record TokenOutput(string Format, string Token)
{
    static readonly (string Name, string Member)[] Variables =
    [
        ("POSTERN_ACCESS_TOKEN", Parameters.AccessToken),
        ("POSTERN_ID_TOKEN", Parameters.IdToken),
        ("POSTERN_REFRESH_TOKEN", Parameters.RefreshToken),
        ("POSTERN_DEVICE_SECRET", Parameters.DeviceSecret),
        ("POSTERN_EXPIRES_AT", "expires_at"),
        ("POSTERN_SCOPE", Parameters.Scope),
        ("POSTERN_ISSUER", "issuer"),
        ("POSTERN_CLIENT_ID", Parameters.ClientId),
        ("POSTERN_DPOP_KEY", DPoPChoice.Member),
    ];

    /// <summary>The member of the JSON that a variable of the export lines holds; null where it is none of them.</summary>
    public static string? MemberOf(string variable) => Variables.FirstOrDefault(known => known.Name == variable).Member;

    public int Write(Terminal io, IssuedTokens issued)
    {
        var tokens = issued.Tokens;
        if (tokens.TokenType is TokenTypes.Dpop)
            WarnOfBinding(io);

        io.Write(Format switch
        {
            "raw" => Chosen(tokens),
            "header" => $"Authorization: {Scheme(tokens)} {Chosen(tokens)}",
            "env" => Environment(Members(issued, io.Time.GetUtcNow())),
            "kubernetes" => ExecCredential(tokens).ToText(JsonLayout.Indented),
            "claims" => DecodedToken.Parse(Chosen(tokens)).Claims.ToText(JsonLayout.Indented),
            _ => Members(issued, io.Time.GetUtcNow()).ToText(JsonLayout.Indented),
        });
        return ExitCodes.Ok;
    }

    /// <exception cref="UsageException">There is none.</exception>
    public string Chosen(TokenSet tokens) => Token switch
    {
        Parameters.IdToken => tokens.IdToken ?? throw Absent("openid must be among --scopes, and id_token or code in --response-type"),
        Parameters.RefreshToken =>
            tokens.RefreshToken ?? throw Absent("offline_access must be among --scopes, and the app must be allowed refresh tokens"),
        _ => tokens.AccessToken ?? throw Absent("code or token must be in --response-type"),
    };

    /// <summary>As kubectl and client-go take it of a credential plugin.</summary>
    public JsonObject ExecCredential(TokenSet tokens) => new()
    {
        ["apiVersion"] = "client.authentication.k8s.io/v1",
        ["kind"] = "ExecCredential",
        ["status"] = new JsonObject
        {
            ["token"] = Chosen(tokens), ["expirationTimestamp"] = Words.Instant(tokens.ExpiresAt),
        },
    };

    string Scheme(TokenSet tokens) =>
        Token is Parameters.AccessToken && tokens.TokenType is TokenTypes.Dpop ? TokenTypes.Dpop : TokenTypes.Bearer;

    // In json and env the key is printed too; a header lacks the proof, which is another one for each request.
    void WarnOfBinding(Terminal io)
    {
        if (Format is "header")
            io.Warn("The token is bound to a key: each request needs a DPoP header of its own besides this one.");
        else if (Format is "raw")
            io.Warn(
                "The token is bound to a key and worth nothing without it: give one that is kept with --dpop-key, or print json or env.");
    }

    UsageException Absent(string condition) => new($"Okta issued no {Token}.", $"To get one, {condition}.");

    public static JsonObject Members(IssuedTokens issued, DateTimeOffset now)
    {
        var tokens = issued.Tokens;
        var json = new JsonObject();
        json.AddPresent(Parameters.TokenType, tokens.TokenType);
        json.AddPresent(Parameters.AccessToken, tokens.AccessToken);
        json.AddPresent(Parameters.IdToken, tokens.IdToken);
        json.AddPresent(Parameters.RefreshToken, tokens.RefreshToken);
        json.AddPresent(Parameters.DeviceSecret, tokens.DeviceSecret);
        json.AddPresent(Parameters.IssuedTokenType, tokens.IssuedTokenType);
        json[Parameters.ExpiresIn] = Math.Max(0, (long)Math.Round((tokens.ExpiresAt - now).TotalSeconds));
        json["expires_at"] = Words.Instant(tokens.ExpiresAt);
        json[Parameters.Scope] = string.Join(' ', tokens.Scopes);
        json["issuer"] = issued.Address.Issuer;
        json[Parameters.ClientId] = issued.App.ClientId;
        json.AddPresent(DPoPChoice.Member, issued.App.DPoPKey?.ExportPrivateKey());
        if (tokens.Receipt is { } receipt)
            json[ReceiptOutput.Member] = ReceiptOutput.Json(receipt);
        return json;
    }

    static string Environment(JsonObject members) =>
        string.Join(
            '\n',
            Variables.Where(variable => members.Text(variable.Member) is not null)
                .Select(variable => $"export {variable.Name}={ForShell(members.Text(variable.Member)!)}"));

    // Inside single quotes a POSIX shell reads everything literally but the quote itself.
    static string ForShell(string value) => $"'{value.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
