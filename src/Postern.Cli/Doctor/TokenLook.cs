using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>Whether tokens that are valid are also what an API or a page needs: claims, scopes, kind.</summary>
sealed class TokenLook(OktaClient client, TokenSet tokens)
{
    static readonly string[] OfUser = ["name", "email", "preferred_username"];

    public async Task<IReadOnlyList<Finding>> FindingsAsync(VerbFlags flags, CancellationToken ct)
    {
        List<Finding> findings = [.. Lacking()];
        if (await UserInfoAsync(flags, ct) is { } wrong)
            findings.Add(wrong);
        return findings.Count > 0 ? findings : [Finding.Ok(Checkpoint.Claims, $"Scopes: {string.Join(' ', tokens.Scopes)}.")];
    }

    IEnumerable<Finding> Lacking()
    {
        var asked = client.Options.Scopes;
        if (asked.Contains(Scopes.OfflineAccess) && tokens.RefreshToken is null)
            yield return Finding.Wrong(Checkpoint.Claims, "offline_access was asked for, and no refresh token came.", "C09");
        else if (asked.Except(tokens.Scopes).ToList() is { Count: > 0 } missing)
            yield return Finding.Wrong(Checkpoint.Claims, $"Asked for, and not granted: {string.Join(' ', missing)}.", "C07");

        var access = ClaimsOf(tokens.AccessToken);
        if (client.Issuer == client.OrgUrl)
            yield return Finding.Unclear(Checkpoint.Claims, "The access token is the org server's: an API cannot check it.", "E01");
        else if (access is { } claims && !claims.TryGetProperty(Claims.UserId, out _))
            yield return Finding.Wrong(Checkpoint.Claims, "The access token names no user (uid).", "D11");

        if (asked.Contains(Scopes.Profile) && ClaimsOf(tokens.IdToken) is { } id && !OfUser.Any(name => id.TryGetProperty(name, out _)))
            yield return Finding.Unclear(Checkpoint.Claims, "The ID token is thin: it says nothing of the user's profile.", "E03");
    }

    async Task<Finding?> UserInfoAsync(VerbFlags flags, CancellationToken ct)
    {
        if (!tokens.Scopes.Contains(Scopes.OpenId))
            return null;

        try
        {
            await client.GetUserInfoAsync(tokens, ct);
            return null;
        }
        catch (Exception failed) when (Examination.IsFinding(failed, ct))
        {
            return Finding.Of(Checkpoint.Claims, failed, flags, ct);
        }
    }

    // Null where it is no JWT, as the org server's need not be.
    static JsonElement? ClaimsOf(string? token)
    {
        try
        {
            return token?.Split('.') is [_, var claims, _]
                ? JsonDocument.Parse(HalfCharacters.Mended(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(claims)))).RootElement
                : null;
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException)
        {
            return null;
        }
    }
}
