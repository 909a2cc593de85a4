using Postern.Protocol;

namespace Postern.Cli;

/// <summary>What the flags said about the app; the environment fills the gaps.</summary>
sealed record ClientChoice
{
    public string? ClientId { get; init; }
    public string? SecretReference { get; init; }
    public string? PrivateKeyReference { get; init; }
    public string? AuthMethod { get; init; }
    public string? RedirectUri { get; init; }
    public IReadOnlyList<string> Scopes { get; init; } = [];

    public string RequireClientId(Terminal io) =>
        ClientId
        ?? io.FirstOf(EnvironmentNames.ClientId, EnvironmentNames.ClientIdSpaced)
        ?? throw UsageException.Missing("client id", "--client-id", EnvironmentNames.ClientId);

    public string RequireRedirectUri(Terminal io) =>
        RedirectUri
        ?? io.FirstOf(EnvironmentNames.RedirectUri)
        ?? throw new UsageException("No redirect URI.", $"Give it with --redirect-uri or in {EnvironmentNames.RedirectUri}: any of the app's sign-in redirect URIs, byte for byte; nothing connects to it.");

    /// <summary>Reads the credential that the method needs, and refuses one that it does not.</summary>
    public async Task<ClientCredential> ResolveCredentialAsync(Terminal io, SecretReader secrets, CancellationToken ct)
    {
        var fallback = io.FirstOf(EnvironmentNames.ClientSecret, EnvironmentNames.ClientSecretSpaced);
        var method = AuthMethod ?? DefaultMethod(fallback);
        RefuseWhatIsNotUsed(method);
        return method switch
        {
            ClientAuthMethods.None => new(method, null),
            ClientAuthMethods.PrivateKeyJwt => new(method, await ReadPrivateKeyAsync(secrets, ct)),
            _ when SecretReference is null && fallback is not null => new(method, fallback),
            _ when SecretReference is null => new(method, await secrets.AskAsync("--client-secret", "Client secret", EnvironmentNames.ClientSecret, ct)),
            _ => new(method, await secrets.ReadAsync(SecretReference, "--client-secret", "Client secret", ct)),
        };
    }

    string DefaultMethod(string? secretInEnvironment)
    {
        if (SecretReference is not null && PrivateKeyReference is not null)
            throw new UsageException("Both --client-secret and --private-key are given.", "An app proves itself in one way: drop one, or choose with --auth-method.");

        if (PrivateKeyReference is not null)
            return ClientAuthMethods.PrivateKeyJwt;

        return SecretReference is null && secretInEnvironment is null ? ClientAuthMethods.None : ClientAuthMethods.ClientSecretBasic;
    }

    void RefuseWhatIsNotUsed(string method)
    {
        if (PrivateKeyReference is not null && method != ClientAuthMethods.PrivateKeyJwt)
            throw new UsageException($"--auth-method {method} uses no private key.", "Drop --private-key, or use --auth-method private_key_jwt.");

        if (SecretReference is not null && method is ClientAuthMethods.None or ClientAuthMethods.PrivateKeyJwt)
            throw new UsageException($"--auth-method {method} uses no client secret.", "Drop --client-secret, or use --auth-method client_secret_basic, client_secret_post or client_secret_jwt.");
    }

    Task<string> ReadPrivateKeyAsync(SecretReader secrets, CancellationToken ct) =>
        PrivateKeyReference is null
            ? throw UsageException.Missing("private key", $"--private-key {SecretReader.HelpName}")
            : secrets.ReadAsync(PrivateKeyReference, "--private-key", "Private key", ct);
}

/// <summary>How an app proves itself, and with what; the secret is in clear.</summary>
sealed record ClientCredential(string Method, string? Secret)
{
    public override string ToString() => Method;
}
