using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>
/// An app that signs nobody in by OpenID Connect: a bookmark, or one by SAML or SWA. The Apps API lists it with whoever is assigned to it;
/// nothing else is known of it here.
/// </summary>
public sealed record SeedOtherApp
{
    /// <summary>20 characters beginning with <c>0oa</c>. Default: made of the name, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>For people: Okta's <c>label</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Okta's, such as <c>BOOKMARK</c>, <c>SAML_2_0</c> or <c>BROWSER_PLUGIN</c>.</summary>
    public required string SignOnMode { get; init; }

    /// <summary>Okta's <c>name</c>: of which integration it is, such as <c>bookmark</c> or <c>template_swa</c>.</summary>
    public required string Integration { get; init; }

    /// <summary>
    /// What the Apps API keeps and says again, in Okta's words: <c>accessibility</c>, <c>visibility</c>, <c>credentials</c>,
    /// <c>settings</c>. Default: nothing.
    /// </summary>
    public JsonObject? Settings { get; init; }

    /// <summary>For expressions: <c>app.profile.label</c>. Default: none.</summary>
    public JsonObject? Profile { get; init; }

    /// <summary>Users assigned one by one, by id or login.</summary>
    public IReadOnlyList<string> AssignedUserIds { get; init; } = [];

    /// <summary>Groups whose members are assigned, by id or name.</summary>
    public IReadOnlyList<string> AssignedGroupIds { get; init; } = [];

    /// <summary>Okta's <c>implicitAssignment</c>: everybody is assigned. Default false.</summary>
    public bool AssignsEverybody { get; init; }

    /// <summary>What users are called in the app: <c>${source.email}</c>, or another attribute. Default: the login.</summary>
    public string? UserNameTemplate { get; init; }

    /// <summary>Users who are called otherwise. Default: none.</summary>
    public IReadOnlyList<SeedUserName> UserNames { get; init; } = [];

    /// <summary>What the app knows of users besides. Default: nothing.</summary>
    public IReadOnlyList<SeedAssignedProfile> UserProfiles { get; init; } = [];

    /// <summary>What the app knows of groups that are assigned to it. Default: nothing.</summary>
    public IReadOnlyList<SeedAssignedProfile> GroupProfiles { get; init; } = [];

    /// <summary>
    /// Apps whose users it would take over, by client id or name: Okta's "Native to Web SSO". Kept: nobody is signed in to it here. Five at
    /// most. Default: none.
    /// </summary>
    public IReadOnlyList<string> InterclientAllowedAppIds { get; init; } = [];

    /// <summary>The app sign-in policy that decides for it, by name. Default: none.</summary>
    public string? Policy { get; init; }

    /// <summary>Default true.</summary>
    public bool IsActive { get; init; } = true;
}
