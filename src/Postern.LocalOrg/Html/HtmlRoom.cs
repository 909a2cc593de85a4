using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;

namespace Postern.LocalOrg.Html;

/// <summary>Puts together the views that more than one surface shows.</summary>
sealed class HtmlRoom(OrgDirectory directory, OrgUrls urls, SignInPolicies policies)
{
    public SignInPages SignIn { get; } = new(directory, urls, policies);

    public ConsentPage Consent { get; } = new(directory);
}
