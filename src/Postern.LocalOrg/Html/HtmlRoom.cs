using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Html;

/// <summary>Puts together the views that more than one surface shows.</summary>
sealed class HtmlRoom(OrgDirectory directory, OrgUrls urls)
{
    public SignInPages SignIn { get; } = new(directory, urls);

    public ConsentPage Consent { get; } = new(directory);
}
