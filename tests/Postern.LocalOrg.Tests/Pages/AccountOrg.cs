using Postern.LocalOrg.Tests.Authn;
using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Pages;

/// <summary>Apps with hosted pages, some of which let people register; and people with troubles of every kind.</summary>
public sealed class AccountOrg : Idx.IdxOrg
{
    public const string Plain = "0oa1plainPlain000005", Factored = "0oa1factoredFact0005", Open = "0oa1openOpenOpen0005",
        Verified = "0oa1verifyVerify0005";

    /// <summary>By whose cookie the org knows a browser.</summary>
    public const string Browser = "DT=DI0theBrowserThatWaits";

    public static readonly (string, string) Admin = ("Authorization", $"SSWS {Walk.ApiToken}");

    protected override OrgSeed Change(OrgSeed seed) => seed with
    {
        ApiTokens = [Walk.ApiToken],
        AppPolicies = [new() { Name = "Two", Rules = [new() { Name = "Two", RequiresFactor = true }] }],
        UserTypes =
        [
            new()
            {
                Name = "user",
                Attributes =
                [
                    new() { Name = "badge", Type = "integer", IsUnique = true },
                    new() { Name = "plan", Definition = new() { ["enum"] = new System.Text.Json.Nodes.JsonArray("free", "paid") } },
                ],
            },
        ],
        RegistrationPolicies =
        [
            new() { Name = "Verified", GroupIds = ["Testers"], VerifiesEmail = true },
            new()
            {
                Name = "Open", GroupIds = ["Testers"], CompletesProfiles = true,
                Attributes =
                [
                    new() { Name = "email", Label = "Email" }, new() { Name = "firstName", Label = "First name" },
                    new() { Name = "lastName", Label = "Last name" }, new() { Name = "badge", Label = "Badge" },
                    new() { Name = "plan", Label = "Plan", IsRequired = false },
                ],
            },
        ],
        Apps =
        [
            App(seed, Plain), App(seed, Factored) with { Policy = "Two" }, App(seed, Open) with { RegistrationPolicy = "Open" },
            App(seed, Verified) with { RegistrationPolicy = "Verified" },
            seed.Apps.First(app => app.ClientId == The.Spa) with { RegistrationPolicy = "Open" },
            seed.Apps.First(app => app.ClientId == TwoFactors),
        ],
        Users =
        [
            .. seed.Users.Select(user => user with { State = user.State is UserState.MfaRequired ? UserState.Active : user.State }),
            seed.Users.First(user => user.Login is "lou@example.com") with { Id = "00u1lenLockedout0005", Login = "len@example.com" },
        ],
    };

    /// <summary>The first page of an app's request.</summary>
    public Task<Answer> OpenAsync(string clientId) => Http.GetAsync(
        $"/oauth2/v1/authorize?{AuthorizeQuery.With($"-prompt&response_type=id_token&client_id={clientId}")}", ("Cookie", Browser));

    /// <summary>Sends the form that has the text, from the browser that waits or another.</summary>
    public Task<Answer> SubmitAsync(Answer page, string text, string typed = "", string cookie = Browser) => Http.PostFormAsync(
        "/login/step", page.HiddenFields(text) + (typed.Length > 0 ? "&" + typed : ""), ("Cookie", cookie));

    static SeedApp App(OrgSeed seed, string clientId) => seed.Apps.First(app => app.ClientId == The.Native) with
    {
        ClientId = clientId,
        Name = clientId,
        AssignedGroupIds = [The.Testers],
    };
}
