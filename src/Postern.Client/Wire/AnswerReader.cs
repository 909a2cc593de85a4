using System.Globalization;

namespace Postern.Client;

/// <summary>Reads an answer to its end, or to the limit: what floods, or swells when it is decompressed, is told and not read on.</summary>
sealed class AnswerReader(Stage stage, Uri asked, int limit)
{
    public async Task<HttpAnswer> ReadAsync(
        HttpResponseMessage response, DateTimeOffset sentAt, bool namesNonce, CancellationToken ct) => new()
        {
            Stage = stage,
            Status = (int)response.StatusCode,
            Body = HalfCharacters.Mended(await BodyAsync(response.Content, ct).ConfigureAwait(false)),
            SentAt = sentAt,
            MediaType = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant(),
            Location = response.Headers.Location,
            RequestId = First(response, "X-Okta-Request-Id"),
            Cookies = [.. response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : []],
            Challenges = [.. response.Headers.WwwAuthenticate],
            NamesNonce = namesNonce,
            UnsupportedCall = First(response, "X-Postern-Unsupported"),
            RateLimit = (int?)Number(response, "X-Rate-Limit-Limit"),
            RateLimitResetsIn = ResetsIn(response, sentAt),
        };

    public static UnexpectedResponseException TooLong(Stage stage, Uri asked, string limit, string remedy) => new(
        stage,
        $"The answer to the {StepNames.Of(stage)} to {Address.Of(asked)} is longer than {limit}; the rest was not read.",
        $"No answer of Okta's is that long: see what answers in the org's place. If it is right, {remedy}.");

    // After decompression, if the caller's handler decompresses: the limit is on what it takes to hold it.
    async Task<string> BodyAsync(HttpContent content, CancellationToken ct)
    {
        try
        {
            await content.LoadIntoBufferAsync(limit, ct).ConfigureAwait(false);
            return await ContentText.ReadAsync(content, ct).ConfigureAwait(false);
        }
        catch (HttpRequestException over) when (over.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw TooLong(stage, asked, string.Create(CultureInfo.InvariantCulture, $"{limit} bytes"), "raise MaxResponseBytes");
        }
        catch (InvalidDataException)
        {
            throw new UnexpectedResponseException(
                stage,
                $"The answer to the {StepNames.Of(stage)} to {Address.Of(asked)} came compressed, and cannot be decompressed.",
                "See what a proxy between here and the org does to it.");
        }
    }

    // Measured against the org's own clock where it tells it: ours may be wrong by more than the wait.
    static TimeSpan? ResetsIn(HttpResponseMessage response, DateTimeOffset sentAt) =>
        Number(response, "X-Rate-Limit-Reset") is { } reset and > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(reset) - (response.Headers.Date ?? sentAt)
            : response.Headers.RetryAfter?.Delta;

    static long? Number(HttpResponseMessage response, string header) =>
        long.TryParse(First(response, header), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    static string? First(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;
}
