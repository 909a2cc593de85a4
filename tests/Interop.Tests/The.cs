using Postern.LocalOrg;

namespace Postern.Interop.Tests;

/// <summary>Who signs in where, as the default seed documents them.</summary>
static class The
{
    public const string Ada = "ada@example.com";
    public const string Max = "max@example.com";
    public const string Password = "Correct-Horse-9";
    public const string Callback = "http://localhost:8080/callback";

    public static SeedApp App(this LocalOrg.LocalOrg org, AppKind kind) => org.Seed.Apps.First(app => app.Kind == kind);

    /// <summary>What every stranger must know: where, as which app, who.</summary>
    public static Dictionary<string, string?> Task(LocalOrg.LocalOrg org, string issuer, AppKind kind, string username = Ada)
    {
        var app = org.App(kind);
        return new()
        {
            ["org"] = org.Url,
            ["issuer"] = issuer,
            ["clientId"] = app.ClientId,
            ["clientSecret"] = app.ClientSecret,
            ["redirectUri"] = Callback,
            ["username"] = username,
            ["password"] = Password,
        };
    }
}
