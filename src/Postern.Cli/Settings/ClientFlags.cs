using System.CommandLine;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>The flags that say which app asks, and how it proves itself.</summary>
sealed class ClientFlags
{
    readonly Option<string?> _clientId = new("--client-id") { HelpName = "ID", Description = "The app's client id, e.g. 0oa1abcdEFGHijkl2345" };
    readonly Option<string?> _secret = new("--client-secret") { HelpName = SecretReader.HelpName, Description = "A web app's secret: env:NAME, file:PATH, - or prompt" };
    readonly Option<string?> _privateKey = new("--private-key") { HelpName = SecretReader.HelpName, Description = "An app's private key, PEM or JWK: env:NAME, file:PATH or -" };
    readonly Option<string?> _method = new("--auth-method") { Description = "How the app proves itself [default: by what is given: private_key_jwt, client_secret_basic, none]" };
    readonly Option<string?> _redirectUri = new("--redirect-uri") { HelpName = "URI", Description = "A redirect URI registered with the app; nothing connects to it" };
    readonly Option<string[]> _scopes = new("--scopes", "--scope") { HelpName = "SCOPES", Description = "Separated by space or comma, or repeated [default: openid profile email]", DefaultValueFactory = _ => [] };

    public void AddTo(Command command)
    {
        _method.AcceptOnlyFromAmong(
            ClientAuthMethods.None,
            ClientAuthMethods.ClientSecretBasic,
            ClientAuthMethods.ClientSecretPost,
            ClientAuthMethods.ClientSecretJwt,
            ClientAuthMethods.PrivateKeyJwt);
        command.AddAll(_clientId, _secret, _privateKey, _method, _redirectUri, _scopes);
    }

    public ClientChoice Read(ParseResult parse) => new()
    {
        ClientId = parse.GetValue(_clientId),
        SecretReference = parse.GetValue(_secret),
        PrivateKeyReference = parse.GetValue(_privateKey),
        AuthMethod = parse.GetValue(_method),
        RedirectUri = parse.GetValue(_redirectUri),
        Scopes = [.. (parse.GetValue(_scopes) ?? []).SelectMany(text => text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)).Distinct()],
    };
}
