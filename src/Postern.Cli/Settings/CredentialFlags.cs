using System.CommandLine;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>The flags that say how the app proves itself.</summary>
sealed class CredentialFlags : IFlags
{
    readonly Option<string?> _secret = new("--client-secret")
    {
        HelpName = SecretReader.HelpName,
        Description = "A web app's secret: env:NAME, file:PATH, - or prompt",
    };
    readonly Option<string?> _privateKey = new("--private-key")
    {
        HelpName = SecretReader.HelpName,
        Description = "An app's private key, PEM or JWK: env:NAME, file:PATH or -",
    };
    readonly Option<string?> _method = new("--auth-method")
    {
        HelpName = "METHOD",
        Description = "none, client_secret_basic, client_secret_post, client_secret_jwt or private_key_jwt [default: by what is given]",
    };

    public void AddTo(Command command)
    {
        _method.OnlyOneOf(CredentialChoice.Methods);
        command.AddAll(_secret, _privateKey, _method);
    }

    public CredentialChoice Read(ParseResult parse) => new(parse.GetValue(_method), parse.GetValue(_secret), parse.GetValue(_privateKey));
}

/// <summary>What the flags said about the app's credential; what was said beforehand fills the gaps.</summary>
sealed record CredentialChoice(string? Method, string? SecretReference, string? PrivateKeyReference)
{
    public static string[] Methods { get; } =
    [
        ClientAuthMethods.None, ClientAuthMethods.ClientSecretBasic, ClientAuthMethods.ClientSecretPost, ClientAuthMethods.ClientSecretJwt,
        ClientAuthMethods.PrivateKeyJwt,
    ];

    public async Task<ClientCredential> ResolveAsync(string? clientId, Terminal io, SecretReader secrets, CancellationToken ct)
    {
        RefuseContradictions();
        return (Method ?? MethodOf(clientId, io)) switch
        {
            ClientAuthMethods.None => new(ClientAuthMethods.None, null),
            ClientAuthMethods.PrivateKeyJwt => new(ClientAuthMethods.PrivateKeyJwt, await ReadPrivateKeyAsync(clientId, secrets, ct)),
            var method => new(method, await ReadSecretAsync(clientId, secrets, ct)),
        };
    }

    // What is given says how; of what was said beforehand a key counts before a secret, since it is the better proof.
    string MethodOf(string? clientId, Terminal io)
    {
        if (PrivateKeyReference is not null)
            return ClientAuthMethods.PrivateKeyJwt;
        if (SecretReference is not null)
            return ClientAuthMethods.ClientSecretBasic;
        if (io.Settings.Find(Setting.AuthMethod, clientId) is { } named)
            return named.OneOf(Setting.AuthMethod, Methods);

        return io.Settings.Find(Setting.PrivateKey, clientId) is not null ? ClientAuthMethods.PrivateKeyJwt
            : io.Settings.Find(Setting.ClientSecret, clientId) is not null ? ClientAuthMethods.ClientSecretBasic
            : ClientAuthMethods.None;
    }

    void RefuseContradictions()
    {
        if (SecretReference is not null && PrivateKeyReference is not null)
            throw new UsageException("Both --client-secret and --private-key are given.", "An app proves itself in one way: drop one.");

        if (PrivateKeyReference is not null && Method is not null and not ClientAuthMethods.PrivateKeyJwt)
            throw new UsageException(
                $"--auth-method {Method} uses no private key.", "Drop --private-key, or use --auth-method private_key_jwt.");

        if (SecretReference is not null && Method is ClientAuthMethods.None or ClientAuthMethods.PrivateKeyJwt)
            throw new UsageException(
                $"--auth-method {Method} uses no client secret.",
                "Drop --client-secret, or use --auth-method client_secret_basic, client_secret_post or client_secret_jwt.");
    }

    async Task<string> ReadSecretAsync(string? clientId, SecretReader secrets, CancellationToken ct)
    {
        if (SecretReference is not null)
            return await secrets.ReadAsync(SecretReference, "--client-secret", Of("Client secret", clientId), ct);

        return await secrets.StandingAsync(Setting.ClientSecret, clientId, "Client secret", ct)
            ?? await secrets.AskAsync("--client-secret", "Client secret", EnvironmentNames.ClientSecret, ct, clientId ?? "");
    }

    async Task<string> ReadPrivateKeyAsync(string? clientId, SecretReader secrets, CancellationToken ct) => PrivateKeyReference is null
        ? await secrets.StandingAsync(Setting.PrivateKey, clientId, "Private key", ct)
            ?? throw UsageException.Missing("private key", $"--private-key {SecretReader.HelpName}")
        : await secrets.ReadAsync(PrivateKeyReference, "--private-key", Of("Private key", clientId), ct);

    static string Of(string what, string? clientId) => clientId is null ? what : $"{what} of {clientId}";
}
