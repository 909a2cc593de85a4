namespace Postern.LocalOrg.Tests;

/// <summary>Fixed data: what the default seed documents, and RFC 7636's own example of PKCE.</summary>
static class The
{
    public const string Password = "Correct-Horse-9";
    public const string Spa = "0oa1posternSpa000005";
    public const string Web = "0oa1posternWeb000005";
    public const string WebSecret = "demo-web-secret-that-is-no-secret-0123456789";
    public const string Native = "0oa1posternNative005";
    public const string Service = "0oa1posternService05";
    public const string ServiceSecret = "demo-service-secret-that-is-no-secret-01234567";
    public const string Testers = "00g1posternTesters05";
    public const string Callback = "http://localhost:8080/callback";

    /// <summary>The callback as a query or a form spells it.</summary>
    public const string EncodedCallback = "http%3A%2F%2Flocalhost%3A8080%2Fcallback";

    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    public const string Pkce = $"code_challenge={Challenge}&code_challenge_method=S256";

    public static readonly DateTimeOffset Now = new(2026, 2, 3, 10, 15, 30, TimeSpan.Zero);

    /// <summary>The web app's credentials in a header.</summary>
    public static readonly (string, string) BasicOfWeb = Basic(Web, WebSecret);

    /// <summary>The service app's credentials in a header.</summary>
    public static readonly (string, string) BasicOfService = Basic(Service, ServiceSecret);

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    static (string, string) Basic(string clientId, string secret) =>
        ("Authorization", "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{clientId}:{secret}")));
}
