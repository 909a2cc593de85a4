using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>Makes an authorization server of what was sent: api-access-management.md 7.</summary>
static class ServerReader
{
    const int LongestName = 100;

    /// <exception cref="OktaError">It cannot be.</exception>
    public static CustomAuthorizationServer Read(RequestObject body, CustomAuthorizationServer before)
    {
        var server = before with
        {
            Name = body.Needed("name"),
            Description = body.Text("description"),
            Audience = body.Texts("audiences") is [{ Length: > 0 } only]
                ? only
                // UNCONFIRMED (api-access-management.md 7): the text
                : throw OktaError.Invalid("audiences", "audiences: There must be exactly one audience"),
            IssuerMode = body.Text("issuerMode") switch
            {
                null => before.IssuerMode,
                "ORG_URL" => IssuerMode.OrgUrl,
                "CUSTOM_URL" => IssuerMode.CustomUrl,
                "DYNAMIC" => IssuerMode.Dynamic,
                _ => throw OktaError.Malformed(),
            },
        };
        if (Faults.OfName("name", server.Name, LongestName).Any())
            throw OktaError.Invalid("name", "name: The field is too long");
        return Faults.OfName("audience", server.Audience).Any()
            ? throw OktaError.Invalid("audiences", "audiences: The field is too long")
            : server;
    }

    /// <summary>With how its keys rotate, which nobody can say of one that is to be made.</summary>
    /// <exception cref="OktaError">It cannot be.</exception>
    public static CustomAuthorizationServer ReadWhole(RequestObject body, CustomAuthorizationServer before) => Read(body, before) with
    {
        RotatesKeys = body.ObjectOrNothing("credentials").ObjectOrNothing("signing").Text("rotationMode") switch
        {
            null => before.RotatesKeys,
            "AUTO" => true,
            "MANUAL" => false,
            _ => throw OktaError.Malformed(),
        },
    };
}
