using System.Globalization;
using System.Text.Json.Nodes;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Tells of the development authority: for a person, for a script, or as the certificate itself.</summary>
static class TrustOutput
{
    public static void WriteFor(Terminal io, DevelopmentAuthority authority)
    {
        io.Print($"{authority.Name}, until {Day(authority.ExpiresAt)}");
        io.Print($"  {authority.CertificateFile}");
        io.Print(
            $"It can vouch for {string.Join(", ", Names(authority))} and nothing else. Nothing has been changed: whatever is to trust " +
            "it, you tell, and only on machines for development.");
        foreach (var recipe in TrustRecipes.For(authority))
        {
            io.Print("");
            io.Print($"{io.OnOutput(Style.Bold)}{recipe.Ecosystem}{io.OnOutput(Style.Plain)}");
            io.Print($"  trust  {recipe.Trust}");
            io.Print($"  undo   {recipe.Undo}");
            if (recipe.Remark is { } remark)
                io.Print($"  {remark}");
        }
    }

    public static string Json(DevelopmentAuthority authority) => new JsonObject
    {
        ["name"] = authority.Name,
        ["certificateFile"] = authority.CertificateFile,
        ["expiresAt"] = authority.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["names"] = new JsonArray([.. Names(authority).Select(name => (JsonNode?)name)]),
        ["ecosystems"] = new JsonArray([.. TrustRecipes.For(authority).Select(recipe => (JsonNode?)Json(recipe))]),
        ["pem"] = authority.CertificatePem,
    }.ToText(JsonLayout.OneLine);

    static JsonObject Json(TrustRecipe recipe)
    {
        var json = new JsonObject { ["name"] = recipe.Ecosystem, ["trust"] = recipe.Trust, ["undo"] = recipe.Undo };
        json.AddPresent("remark", recipe.Remark);
        return json;
    }

    static IEnumerable<string> Names(DevelopmentAuthority authority) =>
        ["localhost", "*.localhost", "127.0.0.0/8", "::1", .. authority.OutsideNames];

    static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
