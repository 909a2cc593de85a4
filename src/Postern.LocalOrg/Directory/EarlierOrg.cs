using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Directory;

/// <summary>
/// The org as schema 14 and earlier kept it, in one document with everything that decides: made into records of their own by whichever
/// process comes first.
/// What an org always had are ids of its users, groups, apps and servers; what is within those gets them here.
/// </summary>
sealed class EarlierOrg(OrgStore store, OrgDirectory directory)
{
    public async Task BringUpToDateAsync(CancellationToken ct)
    {
        await store.InOneWorkAsync(work => BringUpToDateAsync(work, ct), ct);
        await new EarlierUsers(store, directory).BringUpToDateAsync(ct);
    }

    async Task BringUpToDateAsync(Work work, CancellationToken ct)
    {
        var stored = await store.Database.FirstAsync("select document from org", [], row => row.GetString(0), ct);
        if (stored is null || JsonNode.Parse(stored)!.AsObject() is not { } org || org["Groups"] is not JsonArray groups)
            return;

        var settings = org.Deserialize(DirectoryJson.Default.OrgSettings)!;
        work.Change(
            "update org set document = @document where document = @before",
            [("@document", JsonSerializer.Serialize(settings, DirectoryJson.Default.OrgSettings)), ("@before", stored)]);
        foreach (var group in groups)
            directory.Groups.Add(work, Typed((JsonObject)group!));
        AddPolicies(work, org["SessionPolicies"], SessionPolicy.Type, directory.SessionPolicies, DirectoryJson.Default.SessionPolicy);
        AddPolicies(work, org["PasswordPolicies"], PasswordPolicy.Type, directory.PasswordPolicies, DirectoryJson.Default.PasswordPolicy);
        AddPolicies(
            work, org["EnrollmentPolicies"], EnrollmentPolicy.Type, directory.EnrollmentPolicies, DirectoryJson.Default.EnrollmentPolicy);
        foreach (var origin in Texts(org["TrustedOrigins"]))
            directory.TrustedOrigins.Add(work, new() { Id = OktaIds.Of(OktaIds.TrustedOrigin, origin), Name = origin, Origin = origin });
        foreach (var hash in Texts(org["ApiTokenHashes"]))
            directory.ApiTokens.Add(work, new() { Id = OktaIds.Of(OktaIds.ApiToken, hash), Name = "API token", TokenHash = hash });
        foreach (var server in await directory.Servers.AllAsync(ct))
            directory.Servers.Change(work, (await directory.Servers.FindToChangeAsync(server.Id, ct))!, Identified.Whole(server));
    }

    static Group Typed(JsonObject group)
    {
        var named = group.Deserialize(DirectoryJson.Default.Group)!;
        return named with { Type = named.Name is Group.Everyone ? Group.BuiltIn : Group.OfOkta };
    }

    static void AddPolicies<T>(Work work, JsonNode? policies, string type, Collection<T> collection, JsonTypeInfo<T> info)
        where T : class
    {
        var priority = 0;
        foreach (var policy in policies?.AsArray() ?? [])
        {
            policy!["Priority"] = ++priority;
            policy["Id"] = OktaIds.Of(OktaIds.Policy, type, policy["Name"]!.ToString(), $"{priority}");
            collection.Add(work, policy.Deserialize(info)!);
        }
    }

    static IEnumerable<string> Texts(JsonNode? array) => array?.AsArray().Select(text => text!.ToString()) ?? [];
}
