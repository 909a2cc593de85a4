using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>The app that asks for tokens, every gap filled.</summary>
sealed record ClientApp
{
    // Empty where no app's name is needed.
    public required string ClientId { get; init; }

    public string? RedirectUri { get; init; }

    // Empty for the client's own default.
    public IReadOnlyList<string> Scopes { get; init; } = [];

    public DPoPKey? DPoPKey { get; init; }

    public ClientCredential Credential { get; init; } = new(ClientAuthMethods.None, null);

    public OktaClientOptions OptionsFor(ServerAddress address, Terminal io) => OptionsFor(address, io.Time);

    public OktaClientOptions OptionsFor(ServerAddress address, TimeProvider time)
    {
        var options = new OktaClientOptions
        {
            Issuer = address.Issuer,
            ClientId = ClientId,
            RedirectUri = RedirectUri,
            ClientAuthentication = Credential.ToAuthentication(),
            DPoPKey = DPoPKey,
            Time = time,
        };
        return Scopes.Count is 0 ? options : options with { Scopes = Scopes };
    }
}

/// <summary>How an app proves itself, and with what; the secret is in clear.</summary>
sealed record ClientCredential(string Method, string? Secret)
{
    public ClientAuthentication ToAuthentication() => Method switch
    {
        ClientAuthMethods.ClientSecretBasic => ClientAuth.SecretBasic(Secret!),
        ClientAuthMethods.ClientSecretPost => ClientAuth.SecretPost(Secret!),
        ClientAuthMethods.ClientSecretJwt => ClientAuth.SecretJwt(Secret!),
        ClientAuthMethods.PrivateKeyJwt => ClientAuth.PrivateKeyJwt(Secret!),
        _ => ClientAuth.None,
    };

    public override string ToString() => Method;
}
