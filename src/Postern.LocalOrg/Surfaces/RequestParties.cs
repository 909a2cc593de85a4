using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Surfaces;

/// <summary>
/// Whom a request says that it is from and about, before anybody has checked it: good for choosing which one a fault strikes, and for
/// nothing else. Nothing is spent by looking.
/// </summary>
sealed class RequestParties(OrgDirectory directory, TokenStore tokens, RefreshTokens refreshTokens, SignInStores signIn)
{
    /// <summary>Of <c>/api/v1/authn</c>, and of the pages' forms.</summary>
    const string StateToken = "stateToken";

    /// <summary>The members of a body that is JSON, by name. The body is there to be read again.</summary>
    public static async Task<JsonElement?> JsonOfAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasJsonContentType())
            return null;
        if (request.Body is not MemoryStream body)
        {
            body = new MemoryStream();
            await request.Body.CopyToAsync(body, ct);
            request.Body = body;
        }

        body.Position = 0;
        var json = Parsed(body.GetBuffer().AsMemory(0, (int)body.Length));
        body.Position = 0;
        return json is { ValueKind: JsonValueKind.Object } ? json : null;
    }

    /// <summary>The client that it names, or says to be.</summary>
    public static ValueTask<string?> ClientOfAsync(HttpContext context) =>
        UrlEncodedForm.IsIn(context.Request) ? ClientOfFormAsync(context) : new(ClientOf(context.Request, FormCollection.Empty));

    static async ValueTask<string?> ClientOfFormAsync(HttpContext context) =>
        ClientOf(context.Request, await UrlEncodedForm.ReadAsync(context.Request, context.RequestAborted));

    static string? ClientOf(HttpRequest request, IFormCollection form) =>
        Given(form, Parameters.ClientId) ?? Given(request.QueryString, Parameters.ClientId)
            ?? BasicOf(request)
            ?? (Given(form, Parameters.ClientAssertion) is { } assertion ? ClaimOf(assertion, Claims.Subject) : null)
            ?? (BearerOf(request) is { } token ? ClaimOf(token, Claims.ClientId) : null);

    /// <summary>The login of the user that it names, or whose token, code or session it brings.</summary>
    public async Task<string?> UserOfAsync(HttpContext context)
    {
        var (request, ct) = (context.Request, context.RequestAborted);
        var form = await UrlEncodedForm.ReadAsync(request, ct);
        var json = await JsonOfAsync(request, ct);
        var named = Given(form, Parameters.Username) ?? Given(form, Parameters.LoginHint)
            ?? Given(request.QueryString, Parameters.LoginHint) ?? Given(json, Parameters.Username);
        return named ?? (await UserIdOfAsync(request, form, json, ct) is { } id ? (await directory.Users.FindAsync(id, ct))?.Login : null);
    }

    async Task<string?> UserIdOfAsync(HttpRequest request, IFormCollection form, JsonElement? json, CancellationToken ct)
    {
        if ((Given(form, Parameters.Token) ?? BearerOf(request)) is { } token && ClaimOf(token, Claims.UserId) is { } owner)
            return owner;
        if (Given(form, Parameters.Code) is { } code)
            return (await tokens.FindCodeAsync(code, ct))?.UserId;
        if (Given(form, Parameters.RefreshToken) is { } refreshToken)
            return (await refreshTokens.FindAsync(refreshToken, ct))?.Kept.UserId;
        if ((Given(json, StateToken) ?? Given(form, StateToken)) is { } stateToken)
            return (await signIn.Interactions.FindTransactionAsync(stateToken, ct))?.UserId;
        return await signIn.Sessions.UserIdOfAsync(
            Given(request.QueryString, Parameters.SessionToken) ?? request.Cookies["sid"] ?? "", ct);
    }

    static string? Given(IFormCollection form, string name) => form[name] is [{ Length: > 0 } value, ..] ? value : null;

    /// <summary>The first of that name, as the framework's reader would find it, without the table that it would make of all.</summary>
    static string? Given(QueryString query, string name)
    {
        foreach (var member in new QueryStringEnumerable(query.Value))
            if (member.DecodeName().Span.Equals(name, StringComparison.OrdinalIgnoreCase))
                return member.DecodeValue() is { Length: > 0 } value ? value.ToString() : null;
        return null;
    }

    static string? Given(JsonElement? json, string name) =>
        json?.TryGetProperty(name, out var member) is true && member.ValueKind is JsonValueKind.String ? member.GetString() : null;

    static string? BearerOf(HttpRequest request) =>
        request.Headers.Authorization.ToString().Split(' ', 2) is ["Bearer" or "bearer" or "DPoP", var token] ? token : null;

    static string? BasicOf(HttpRequest request)
    {
        if (request.Headers.Authorization.ToString().Split(' ', 2) is not ["Basic" or "basic", var encoded])
            return null;

        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded.Trim(), bytes, out var length)
            ? Uri.UnescapeDataString(Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2)[0])
            : null;
    }

    /// <summary>Null where it is no JWT, or has no such claim.</summary>
    static string? ClaimOf(string jwt, string name) =>
        jwt.Split('.') is [_, var payload, _] && Base64Url.IsValid(payload)
            ? Given(Parsed(Base64Url.DecodeFromChars(payload)), name)
            : null;

    static JsonElement? Parsed(ReadOnlyMemory<byte> json)
    {
        try
        {
            var parsed = JsonDocument.Parse(json).RootElement.Clone();
            ForeignJson.CheckTexts(parsed);
            return parsed.ValueKind is JsonValueKind.Object ? parsed : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
