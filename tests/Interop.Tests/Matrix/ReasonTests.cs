using Microsoft.Extensions.Time.Testing;
using Postern.Client;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Matrix;

/// <summary>
/// What the library alone can do wrong at an org, each by the id of the catalogue: spent things, steps that do not fit each other, requests
/// that the client would not make by itself.
/// </summary>
public sealed class ReasonTests(GrantsOrg org) : IClassFixture<GrantsOrg>
{
    static readonly Dictionary<string, Func<GrantsOrg, CancellationToken, Task>> Slips = new()
    {
        ["A04 a code of another server"] = async (org, ct) =>
        {
            var (_, response) = await AuthorizedAsync(org, ct);
            var other = org.Connect(AppKind.Spa, "aus1posternOrders005", options => options with { Scopes = ["openid"] });
            await other.SessionTokenFlow.ExchangeAsync(response with { Issuer = other.Issuer }, ct);
        },
        ["C01 a spent session token"] = async (org, ct) =>
        {
            var client = org.Connect(AppKind.Spa);
            var signedIn = await client.SessionTokenFlow.SignInAsync(The.Ada, The.Password, new(), ct);
            await client.SessionTokenFlow.AuthorizeAsync(signedIn.SessionToken, ct: ct);
            await client.SessionTokenFlow.AuthorizeAsync(signedIn.SessionToken, ct: ct);
        },
        ["C02 a session of somebody else's that a cookie jar kept"] = async (org, ct) =>
        {
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
            var client = org.Connect(http, org.IdOf(AppKind.Spa), "default", null);
            await client.SessionTokenFlow.GetTokensAsync(The.Ada, The.Password, ct: ct);
            var max = org.Org.Seed.Users.Single(user => user.Login == The.Max);
            var response = await client.SessionTokenFlow.AuthorizeAsync("20111sessionTokenOfMax", new() { ExpectedUserId = max.Id }, ct);
            await client.SessionTokenFlow.ExchangeAsync(response, ct);
        },
        ["C04 a sign-in that nobody can make again"] = (org, ct) =>
            org.Connect(AppKind.Spa).AuthorizationCodeFlow.TryAsync(new() { MaxAge = TimeSpan.Zero }, ct),
        ["C13 tokens in the query"] = (org, ct) => org.Connect(AppKind.Spa).AuthorizationCodeFlow.TryAsync(
            new() { ResponseType = "id_token token", ResponseMode = "query" }, ct),
        ["C15 a code without PKCE"] = (org, ct) => org.Connect(AppKind.Spa).AuthorizationCodeFlow.TryAsync(new() { UsePkce = false }, ct),
        ["D03 a spent code"] = async (org, ct) =>
        {
            var (client, response) = await AuthorizedAsync(org, ct);
            await client.SessionTokenFlow.ExchangeAsync(response, ct);
            await client.SessionTokenFlow.ExchangeAsync(response, ct);
        },
        ["D03 another verifier"] = async (org, ct) =>
        {
            var (client, response) = await AuthorizedAsync(org, ct);
            await client.SessionTokenFlow.ExchangeAsync(response with { CodeVerifier = new('a', 43) }, ct);
        },
        ["D06 an Origin"] = async (org, ct) =>
        {
            using var http = new HttpClient(OktaClient.CreateHandler())
            {
                DefaultRequestHeaders = { { "Origin", "https://evil.example" } },
            };
            var client = org.Connect(http, org.IdOf(AppKind.Spa), "default", null);
            await client.SessionTokenFlow.ExchangeAsync((await AuthorizedAsync(org, ct)).Response, ct);
        },
        ["D08 a proof of a clock that is ahead"] = (org, ct) => org.Connect(
            AppKind.Service,
            change: options => options with
            {
                DPoPKey = DPoPKey.Create(),
                Time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(20)),
            }).ClientCredentialsFlow.GetTokensAsync(new() { Scopes = ["api:read"] }, ct),
        ["D09 a refresh token that is none"] = (org, ct) =>
            org.Connect(AppKind.Spa).RefreshTokenFlow.RefreshAsync("no-such-refresh-token", ct: ct),
        ["D10 a wrong password at the token endpoint"] = (org, ct) =>
            org.Connect(AppKind.Native).ResourceOwnerPasswordFlow.GetTokensAsync(The.Ada, "wrong", ct: ct),
        ["D10 direct authentication on Classic Engine"] = (org, ct) =>
            org.Connect(AppKind.Native).DirectAuthenticationFlow.BeginWithChannelAsync(The.Ada, OobChannel.Sms, ct: ct),
        ["D11 a user's scope where there is no user"] = (org, ct) =>
            org.Connect(AppKind.Service).ClientCredentialsFlow.GetTokensAsync(new() { Scopes = ["openid"] }, ct),
        ["E07 userinfo by a token that is no user's"] = async (org, ct) =>
        {
            var client = org.Connect(AppKind.Service);
            var tokens = await client.ClientCredentialsFlow.GetTokensAsync(new() { Scopes = ["api:read"] }, ct);
            await client.GetUserInfoAsync(tokens, ct);
        },
        ["C07 a scope that there is not"] = (org, ct) =>
            org.Connect(AppKind.Native).ResourceOwnerPasswordFlow.GetTokensAsync(
                The.Ada, The.Password, new() { Scopes = ["openid", "nosuch"] }, ct),
    };

    public static TheoryData<string> Named => [.. Slips.Keys];

    [Theory]
    [MemberData(nameof(Named))]
    public async Task A_slip_is_called_by_its_id_and_its_hint_is_the_catalogues(string named)
    {
        var failed = await Should.ThrowAsync<OktaException>(() => Slips[named](org, TestContext.Current.CancellationToken));

        failed.Reason.ShouldNotBeNull($"{failed.Message} {failed.Hint}");
        failed.Reason.Id.ShouldBe(named[..3], failed.Message);
        failed.Hint.ShouldContain(failed.Reason.Remedy);
        FailureReason.Of(failed).ShouldBe(failed.Reason);
    }

    static async Task<(OktaClient Client, AuthorizeResponse Response)> AuthorizedAsync(GrantsOrg org, CancellationToken ct)
    {
        var client = org.Connect(AppKind.Spa);
        var signedIn = await client.SessionTokenFlow.SignInAsync(The.Ada, The.Password, new(), ct);
        return (client, await client.SessionTokenFlow.AuthorizeAsync(signedIn, ct: ct));
    }
}
