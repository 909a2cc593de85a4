namespace Postern.Client;

/// <summary>The front door: one org, one authorization server, one app. Safe to share; the caller owns <paramref name="http"/>.</summary>
public sealed class OktaClient(HttpClient http, OktaClientOptions options)
{
    /// <summary>What it was made with.</summary>
    public OktaClientOptions Options { get; } = options;

    /// <summary>The org's URL, without a slash at its end.</summary>
    public string OrgUrl { get; } = "";

    /// <summary>The authorization server's issuer, as tokens must name it.</summary>
    public string Issuer { get; } = "";

    /// <summary>Password to session token to code to tokens, without a browser.</summary>
    public SessionTokenFlow SessionTokenFlow => field ??= new(this);

    internal HttpClient Http { get; } = http;

    /// <summary>A handler for the <see cref="HttpClient"/>: follows no redirect (codes travel in them) and keeps no cookie (a live session would win over the session token).</summary>
    public static SocketsHttpHandler CreateHandler() => new() { AllowAutoRedirect = false, UseCookies = false };
}
