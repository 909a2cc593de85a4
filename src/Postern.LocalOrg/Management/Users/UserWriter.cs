using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;

namespace Postern.LocalOrg.Management.Users;

/// <summary>Writes users as Okta does: management.md 5.1.</summary>
sealed class UserWriter(SignInPolicies policies)
{
    static readonly string[] OfCredentials =
        ["changePassword", "changeRecoveryQuestion", "forgotPassword", "resetPassword", "resetFactors", "unlock"];

    static readonly string[] Active =
    [
        "suspend", "schema", "resetPassword", "forgotPassword", "expirePassword", "changeRecoveryQuestion", "self", "resetFactors", "type",
        "changePassword", "deactivate",
    ];

    /// <summary>With the links for all that its status allows.</summary>
    public JsonObject Whole(ManagementCall call, UserRecord user, AskedView view)
    {
        var written = Of(user, view);
        JsonObject links = [];
        foreach (var name in LinksOf(user))
            if (!view.OmitsCredentialsLinks || !OfCredentials.Contains(name))
                links[name] = Link(call, user.User, name);
        written["_links"] = links;
        return written;
    }

    /// <summary>As lists have it.</summary>
    public static JsonObject Listed(ManagementCall call, UserRecord user, AskedView view)
    {
        var written = Of(user, view);
        written["_links"] = new JsonObject { ["self"] = Link(call, user.User, "self") };
        return written;
    }

    public static JsonObject Credentials(Credentials credentials)
    {
        JsonObject written = [];
        if (credentials.PasswordHash.Length > 0)
            written["password"] = new JsonObject();
        if (credentials.User.RecoveryQuestion is { } question)
            written["recovery_question"] = new JsonObject { ["question"] = question };
        var type = credentials.User.ProviderType ?? (credentials.User.IdentityProvider is null ? "OKTA" : "FEDERATION");
        written["provider"] = new JsonObject { ["type"] = type, ["name"] = credentials.User.IdentityProvider ?? type };
        return written;
    }

    /// <summary>Of what is written: it changes with each change of the user.</summary>
    public static string EntityTag(JsonObject written) =>
        $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(written.ToJsonString())))}\"";

    static JsonObject Of(UserRecord user, AskedView view)
    {
        var credentials = user.Credentials;
        JsonObject written = new()
        {
            ["id"] = user.Id,
            ["status"] = UserStatus.Of(user.State),
            ["created"] = Wire.Instant(user.User.CreatedAt),
            ["activated"] = Wire.Instant(credentials.ActivatedAt),
            ["statusChanged"] = Wire.Instant(credentials.StatusChangedAt),
            ["lastLogin"] = Wire.Instant(user.LastLoginAt),
            ["lastUpdated"] = Wire.Instant(credentials.LastUpdatedAt),
            ["passwordChanged"] = Wire.Instant(credentials.PasswordChangedAt),
            ["type"] = new JsonObject { ["id"] = user.User.TypeId ?? UserType.DefaultId },
            ["profile"] = Profile(user.User),
        };
        if (!view.OmitsCredentials)
            written["credentials"] = Credentials(credentials);
        return written;
    }

    /// <summary>Two attributes are there also where they were never set.</summary>
    static JsonObject Profile(User user)
    {
        var profile = UserProfile.Of(user);
        foreach (var always in (string[])[UserProfile.MobilePhone, "secondEmail"])
            if (!profile.ContainsKey(always))
                profile[always] = null;
        return ProfileOrder.Ordered(profile);
    }

    IEnumerable<string> LinksOf(UserRecord user) => user.State switch
    {
        UserState.Staged => ["schema", "activate", "self", "resetFactors", "type"],
        UserState.Provisioned => ["suspend", "schema", "resetPassword", "reactivate", "self", "resetFactors", "type", "deactivate"],
        // UNCONFIRMED (management.md 24): the places of unlock, and of all when a password is reset
        UserState.LockedOut => ["unlock", .. OfActive(user)],
        UserState.Recovery => ["suspend", "schema", "resetPassword", "reactivate", "self", "resetFactors", "type", "deactivate"],
        UserState.Suspended => ["schema", "unsuspend", "self", "resetFactors", "type", "deactivate"],
        UserState.Deprovisioned => ["schema", "activate", "self", "resetFactors", "type", "delete"],
        _ => OfActive(user),
    };

    IEnumerable<string> OfActive(UserRecord user) =>
        policies.Password(user.User).AllowsReset ? Active : Active.Where(link => link is not "forgotPassword");

    static JsonObject Link(ManagementCall call, User user, string name)
    {
        var self = call.Url($"/users/{user.Id}");
        var type = user.TypeId ?? UserType.DefaultId;
        return name switch
        {
            "self" => Wire.Link(self),
            "type" => Wire.Link(call.Url($"/meta/types/user/{type}")),
            "schema" => Wire.Link(call.Url($"/meta/schemas/user/{OktaIds.Schema}{type[OktaIds.UserType.Length..]}")),
            "delete" => new() { ["href"] = self, ["method"] = "DELETE" },
            _ => new() { ["href"] = $"{self}/{PathOf(name)}", ["method"] = "POST" },
        };
    }

    static string PathOf(string link) => link switch
    {
        "resetPassword" => "lifecycle/reset_password",
        "expirePassword" => "lifecycle/expire_password",
        "resetFactors" => "lifecycle/reset_factors",
        "forgotPassword" => "credentials/forgot_password",
        "changeRecoveryQuestion" => "credentials/change_recovery_question",
        "changePassword" => "credentials/change_password",
        _ => $"lifecycle/{link}",
    };
}
