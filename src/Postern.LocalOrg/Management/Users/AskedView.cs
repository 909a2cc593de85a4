using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.Users;

/// <summary>What the caller wants left out of users: <c>Content-Type: application/json; okta-response=…</c> (management.md 5.3).</summary>
sealed record AskedView(bool OmitsCredentials, bool OmitsCredentialsLinks)
{
    const string Parameter = "okta-response";

    public static readonly AskedView Whole = new(OmitsCredentials: false, OmitsCredentialsLinks: false);

    /// <summary>Words that nobody knows are ignored.</summary>
    public static AskedView Of(ManagementCall call)
    {
        var type = call.Http.Request.ContentType ?? "";
        var at = type.IndexOf(Parameter, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return Whole;

        var words = type[(at + Parameter.Length)..].Split(';')[0].TrimStart(' ', '=').Trim('"', ' ')
            .Split(',', StringSplitOptions.TrimEntries);
        return new(words.Contains("omitCredentials"), words.Contains("omitCredentialsLinks"));
    }
}
