using System.Text.Json.Serialization.Metadata;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>Brings a running org from one seed to another, in one transaction. What neither says stays as it is.</summary>
sealed class SeedChanger(OrgStore store, OrgDirectory directory, CredentialStore credentials, bool isKept)
{
    /// <exception cref="ArgumentException">The other seed cannot be.</exception>
    public async Task<SeedChanges> ChangeAsync(OrgSeed before, OrgSeed after, CancellationToken ct)
    {
        SeedRules.Check(after);
        var users = new UserChanger(store, directory, credentials, new SeedHashes(isKept));
        var difference = users.Between(before, after);
        SeedChanges? changes = null;
        await store.InOneWorkAsync(
            async work =>
            {
                List<(string How, string What)> done = [];
                await ChangeRecordsAsync(work, before, after, done, ct);
                await users.ChangeAsync(work, difference, after, done, ct);
                changes = new()
                {
                    Added = [.. done.Where(each => each.How is "added").Select(each => each.What)],
                    Changed = [.. done.Where(each => each.How is "changed").Select(each => each.What)],
                    Removed = [.. done.Where(each => each.How is "removed").Select(each => each.What)],
                };
            },
            ct);
        return changes!;
    }

    async Task ChangeRecordsAsync(Work work, OrgSeed before, OrgSeed after, List<(string, string)> done, CancellationToken ct)
    {
        var now = store.Now;
        var documents = DirectoryJson.Default;

        async Task OfAsync<T>(
            Collection<T> collection, JsonTypeInfo<T> type, Func<OrgSeed, IEnumerable<T>> of, Func<T, string> id, Func<T, string> called,
            Func<T, T, T> keep)
            where T : class
        {
            var difference = SeedDifference<T>.Of(of(before), of(after), id, type);
            foreach (var removed in difference.Removed)
                if (await collection.FindToChangeAsync(id(removed), ct) is { } there)
                {
                    collection.Delete(work, there);
                    done.Add(("removed", called(removed)));
                }

            foreach (var (how, record) in difference.Added.Select(added => ("added", added)).Concat(difference.Changed.Select(changed => ("changed", changed))))
            {
                if (await collection.FindToChangeAsync(id(record), ct) is { } there)
                    collection.Change(work, there, keep(there.Document, record));
                else
                    collection.Add(work, record);
                done.Add((how, called(record)));
            }
        }

        await OfAsync(
            directory.Settings, documents.OrgSettings, seed => [SeededDirectory.Settings(seed, now)], it => it.Id, _ => "the org's settings",
            (was, it) => it with { CreatedAt = was.CreatedAt });
        await OfAsync(
            directory.Groups, documents.Group, seed => seed.Groups.Select(group => SeededDirectory.Of(group, now)), it => it.Id,
            it => $"group {it.Name}", (was, it) => it with { CreatedAt = was.CreatedAt });
        await OfAsync(
            directory.NetworkZones, documents.NetworkZone, seed => seed.NetworkZones.Select(zone => SeededDirectory.Of(zone, now)),
            it => it.Id, it => $"network zone {it.Name}", (was, it) => it with { CreatedAt = was.CreatedAt });
        await OfAsync(
            directory.TrustedOrigins, documents.TrustedOrigin, seed => seed.TrustedOrigins.Select(origin => SeededDirectory.Of(origin, now)),
            it => it.Id, it => $"origin {it.Origin}", (was, it) => it with { CreatedAt = was.CreatedAt });
        await OfAsync(
            directory.ApiTokens, documents.ApiToken, seed => SeededDirectory.Tokens(seed, now), it => it.Id, it => it.Name,
            (was, it) => it with { CreatedAt = was.CreatedAt });
        await OfAsync(
            directory.SessionPolicies, documents.SessionPolicy, seed => SeededPolicies.Session(seed, now), it => it.Id,
            it => $"session policy {it.Name}", (was, it) => it with { CreatedAt = was.CreatedAt });
        await OfAsync(
            directory.PasswordPolicies, documents.PasswordPolicy, seed => SeededPolicies.Password(seed, now), it => it.Id,
            it => $"password policy {it.Name}", (was, it) => it with { CreatedAt = was.CreatedAt });
        await OfAsync(
            directory.EnrollmentPolicies, documents.EnrollmentPolicy, seed => SeededPolicies.Enrollment(seed, now), it => it.Id,
            it => $"enrollment policy {it.Name}", (was, it) => it with { CreatedAt = was.CreatedAt });
        await OfAsync(
            directory.Apps, documents.App, seed => seed.Apps.Select(app => SeededApp.Of(app, now)), it => it.ClientId, it => $"app {it.Name}",
            (was, it) => it with { CreatedAt = was.CreatedAt, Registration = was.Registration });
        await OfAsync(
            directory.Servers, documents.CustomAuthorizationServer, seed => seed.AuthorizationServers.Select(server => SeededServer.Of(server, now)),
            it => it.Id, it => $"authorization server {it.Name}", (was, it) => it with { CreatedAt = was.CreatedAt });
    }
}
