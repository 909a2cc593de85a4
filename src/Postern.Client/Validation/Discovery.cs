using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>The authorization server's metadata, read once: OpenID Connect Discovery 1.0.</summary>
sealed class Discovery
{
    readonly OktaHttp _http;
    readonly OrgAddress _address;
    readonly SharedFetch<AuthorizationServerMetadata> _fetch;
    volatile AuthorizationServerMetadata? _metadata;

    public Discovery(OktaHttp http, OrgAddress address)
    {
        _http = http;
        _address = address;
        _fetch = new(FetchAsync);
    }

    /// <summary>Null while nobody has asked for it.</summary>
    public AuthorizationServerMetadata? Known => _metadata;

    public async Task<AuthorizationServerMetadata> GetAsync(CancellationToken ct) =>
        _metadata ?? await _fetch.RunAsync(ct).ConfigureAwait(false);

    /// <summary>
    /// What the server says to one app, which is never kept: what one app may use says nothing about what the server has.
    /// </summary>
    public Task<AuthorizationServerMetadata> AskForAsync(string clientId, CancellationToken ct) =>
        AskAsync($"?{Parameters.ClientId}={Uri.EscapeDataString(clientId)}", ct);

    /// <summary>An endpoint that not every server has.</summary>
    public static string Require(AuthorizationServerMetadata server, string? endpoint, string name) =>
        endpoint
            ?? throw new UnexpectedResponseException(
                Stage.Discovery,
                $"The discovery document of {server.Issuer} names no {name}.",
                "This authorization server does not offer that, or its admin has switched it off. Its metadata lists what it does offer.");

    async Task<AuthorizationServerMetadata> FetchAsync(CancellationToken ct) => _metadata ??= await AskAsync("", ct).ConfigureAwait(false);

    async Task<AuthorizationServerMetadata> AskAsync(string query, CancellationToken ct)
    {
        var answer = await _http.SendAsync(Stage.Discovery, () => Request(query), RetryRule.Reads, ct).ConfigureAwait(false);
        var metadata = answer.Status == 200 ? Read(answer) : throw Refusal.Read(answer);
        Check(metadata);
        return metadata;
    }

    HttpRequestMessage Request(string query) =>
        new(HttpMethod.Get, $"{_address.Issuer}{Paths.OpenIdConfiguration}{query}") { Headers = { Accept = { new("application/json") } } };

    static AuthorizationServerMetadata Read(HttpAnswer answer)
    {
        try
        {
            return answer.IsJson && JsonSerializer.Deserialize(answer.Body, OAuthJson.Default.AuthorizationServerMetadata) is { } metadata
                ? metadata with { Document = JsonElement.Parse(answer.Body) }
                : throw Refusal.Read(answer);
        }
        catch (JsonException at)
        {
            throw Refusal.Malformed(
                answer, at, "The discovery document lacks issuer, authorization_endpoint, token_endpoint or jwks_uri, or is malformed.");
        }
    }

    void Check(AuthorizationServerMetadata metadata)
    {
        // OpenID Connect Discovery 1.0 section 4.3: byte for byte, or another server's keys and endpoints could be slipped in.
        if (!_address.IsIssuer(metadata.Issuer))
            throw new TokenValidationException(
                "discovery",
                Claims.Issuer,
                $"The discovery document of {_address.Issuer} is that of {metadata.Issuer}.",
                AddressReasons.OtherIssuer.Remedy)
            {
                Expected = _address.Issuer,
                Actual = metadata.Issuer,
            };

        string?[] endpoints =
        [
            metadata.AuthorizationEndpoint, metadata.TokenEndpoint, metadata.JwksUri, metadata.UserInfoEndpoint,
            metadata.IntrospectionEndpoint, metadata.RevocationEndpoint,
            metadata.EndSessionEndpoint, metadata.DeviceAuthorizationEndpoint, metadata.PushedAuthorizationRequestEndpoint,
            metadata.BackchannelAuthenticationEndpoint,
        ];
        if (endpoints.FirstOrDefault(endpoint => endpoint is not null && !IsAsSecure(endpoint)) is { } weak)
            throw new TokenValidationException(
                "discovery",
                "endpoint",
                $"The discovery document of {_address.Issuer} names the endpoint {Address.Of(weak)}, which is less secure than the issuer.",
                "See what answers in the org's place: a proxy, or a wrong address.")
            {
                Actual = Address.Of(weak),
            };
    }

    bool IsAsSecure(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
            && (uri.Scheme == "https" || (uri.Scheme == "http" && new Uri(_address.Issuer).Scheme == "http"));
}
