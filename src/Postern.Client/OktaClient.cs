namespace Postern.Client;

/// <summary>The front door: one org, one authorization server, one app. Safe to share; the caller owns the <see cref="HttpClient"/>.</summary>
public sealed class OktaClient
{
    /// <summary>Checks the options and asks nothing of the network; make the client from <see cref="CreateHandler"/>, or from a handler like it.</summary>
    public OktaClient(HttpClient http, OktaClientOptions options)
    {
        Options = options;
        Address = OrgAddress.From(options);
        Http = new(http, options);
        Discovery = new(Http, Address);
        Keys = new(Http, Discovery, options.Time);
        Tokens = new(this);
        WebFinger = new(this);
        SessionTokenFlow = new(this);
    }

    /// <summary>What it was made with.</summary>
    public OktaClientOptions Options { get; }

    /// <summary>The org's URL, without a slash at its end.</summary>
    public string OrgUrl => Address.OrgUrl;

    /// <summary>The authorization server's issuer, as tokens must name it.</summary>
    public string Issuer => Address.Issuer;

    /// <summary>Password to session token to code to tokens, without a browser.</summary>
    public SessionTokenFlow SessionTokenFlow { get; }

    internal OrgAddress Address { get; }

    internal OktaHttp Http { get; }

    internal Discovery Discovery { get; }

    internal KeySet Keys { get; }

    internal TokenValidator Tokens { get; }

    internal WebFinger WebFinger { get; }

    /// <summary>A handler for the <see cref="HttpClient"/>: follows no redirect (codes travel in them) and keeps no cookie (a live session would win over the session token).</summary>
    public static SocketsHttpHandler CreateHandler() => new() { AllowAutoRedirect = false, UseCookies = false };
}
