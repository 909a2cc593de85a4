namespace Postern.Cli;

/// <summary>
/// The families of endpoints that Okta counts by, and how many requests a minute it documents for each: authn.md 15, oidc.md 20.
/// </summary>
static class Budgets
{
    public const string Authn = "authn";
    public const string Authorize = "authorize";
    public const string Token = "token";

    /// <summary>What an org says in its headers counts from its first answer on.</summary>
    static readonly Dictionary<string, int> Documented = new()
    {
        [Authn] = 600, [Authorize] = 1200, [Token] = 1200, ["interact"] = 1200, ["idx"] = 1200,
    };

    public static IReadOnlyCollection<string> Names => Documented.Keys;

    public static int Of(string bucket) => Documented.GetValueOrDefault(bucket, 600);

    /// <summary>Null for what is not counted: keys and metadata.</summary>
    public static string? For(Uri url) => url.AbsolutePath switch
    {
        var path when path.StartsWith("/api/v1/authn", StringComparison.Ordinal) => Authn,
        var path when path.StartsWith("/idp/idx/", StringComparison.Ordinal) => "idx",
        var path when path.EndsWith("/v1/authorize", StringComparison.Ordinal) => Authorize,
        var path when path.EndsWith("/v1/token", StringComparison.Ordinal) => Token,
        var path when path.EndsWith("/v1/interact", StringComparison.Ordinal) => "interact",
        _ => null,
    };
}
