using System.Globalization;
using System.Text.Json.Nodes;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>The second step's result as JSON, and back: all that the third step needs, secrets included.</summary>
static class AuthorizeJson
{
    const string Input = "The input";

    public static JsonObject Write(AuthorizeResponse response, ClientApp app)
    {
        var json = new JsonObject
        {
            ["issuer"] = response.Issuer,
            [Parameters.ClientId] = app.ClientId,
            [Parameters.RedirectUri] = response.RedirectUri,
            [Parameters.ResponseType] = response.ResponseType,
            [Parameters.Scope] = string.Join(' ', response.Scopes),
            [Parameters.State] = response.State,
            [Parameters.Nonce] = response.Nonce,
        };
        json.AddPresent(Parameters.Code, response.Code);
        json.AddPresent(Parameters.CodeVerifier, response.CodeVerifier);
        json.AddPresent(DPoPChoice.Member, response.Code is null ? null : app.DPoPKey?.ExportPrivateKey());
        json.AddPresent(Parameters.IdToken, response.IdToken);
        json.AddPresent(Parameters.AccessToken, response.AccessToken);
        json.AddPresent(Parameters.TokenType, response.TokenType);
        json.AddPresent("granted_scope", response.GrantedScope);
        json.AddPresent("expires_at", response.AccessTokenExpiresAt?.ToString("O", CultureInfo.InvariantCulture));
        json.AddPresent("user_id", response.ExpectedUserId);
        return json;
    }

    public static AuthorizeResponse Read(JsonObject json) => new()
    {
        Issuer = JsonInput.Require(json, "issuer", Input),
        RedirectUri = JsonInput.Require(json, Parameters.RedirectUri, Input),
        ResponseType = JsonInput.Require(json, Parameters.ResponseType, Input),
        Scopes = JsonInput.Require(json, Parameters.Scope, Input).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        State = JsonInput.Require(json, Parameters.State, Input),
        Nonce = JsonInput.Require(json, Parameters.Nonce, Input),
        Code = json.Text(Parameters.Code),
        CodeVerifier = json.Text(Parameters.CodeVerifier),
        IdToken = json.Text(Parameters.IdToken),
        AccessToken = json.Text(Parameters.AccessToken),
        TokenType = json.Text(Parameters.TokenType),
        GrantedScope = json.Text("granted_scope"),
        AccessTokenExpiresAt = json.Text("expires_at") is { } time ? ParseTime(time) : null,
        ExpectedUserId = json.Text("user_id"),
    };

    static DateTimeOffset ParseTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time)
            ? time
            : throw new UsageException(
                $"{Input} has an expires_at that is no time.", "Pass on what the command before it printed, unchanged.");
}
