using Postern.Protocol;

namespace Postern.LocalOrg.Tokens;

/// <summary>Which grants an authorize request stands for, by what it asks for: app and access policies must know all of them.</summary>
static class ResponseGrants
{
    public static List<string> Of(IReadOnlyList<string> responseTypes)
    {
        List<string> needed = [];
        if (responseTypes.Contains(ResponseTypes.Code))
            needed.Add(GrantTypes.AuthorizationCode);
        if (responseTypes.Contains(ResponseTypes.Token) || responseTypes.Contains(ResponseTypes.IdToken))
            needed.Add(GrantTypes.Implicit);
        return needed;
    }
}
