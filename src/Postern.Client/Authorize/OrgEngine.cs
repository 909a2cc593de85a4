using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// Asks which engine an org runs on (<c>/.well-known/okta-organization</c>, oie-sessiontoken.md 1): <c>idx</c> is Identity Engine,
/// <c>v1</c> Classic. Null where that cannot be found out, which is not remembered.
/// </summary>
sealed class OrgEngine(OktaClient client)
{
    public const string Identity = "idx";
    public const string Classic = "v1";

    volatile string? _known;

    public async Task<string?> AskAsync(CancellationToken ct) => _known ??= await FetchAsync(ct).ConfigureAwait(false);

    async Task<string?> FetchAsync(CancellationToken ct)
    {
        try
        {
            var answer = await client.Http.SendAsync(Stage.Discovery, Request, RetryRule.Never, ct).ConfigureAwait(false);
            return answer is { Status: 200, IsJson: true }
                ? JsonSerializer.Deserialize(answer.Body, OktaJson.Default.OrganizationResponse)?.Pipeline
                : null;
        }
        catch (Exception unavailable) when (unavailable is OktaException or HttpRequestException or JsonException or CassetteException)
        {
            return null; // a run that was recorded before it asked this, too
        }

        HttpRequestMessage Request() =>
            new(HttpMethod.Get, $"{client.OrgUrl}{Paths.OktaOrganization}") { Headers = { Accept = { new("application/json") } } };
    }
}

sealed record OrganizationResponse
{
    public string? Pipeline { get; init; }
}
