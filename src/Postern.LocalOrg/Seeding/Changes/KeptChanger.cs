using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>Brings what an org keeps and lists, and decides nothing by, from one seed to another.</summary>
sealed class KeptChanger(OrgDirectory directory, long now)
{
    public async Task ChangeAsync(RecordChanger records, CancellationToken ct)
    {
        await ChangeBrandsAsync(records, ct);
        await ChangeRelationsAsync(records, ct);
        var types = DirectoryJson.Default;
        await records.ChangeAsync(
            directory.Behaviors,
            new(
                types.Behavior, seed => seed.Behaviors.Select(behavior => SeededKept.Of(behavior, now)), it => it.Id,
                it => $"behavior {it.Name}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await records.ChangeAsync(
            directory.IdentityProviders,
            new(
                types.IdentityProvider, seed => seed.IdentityProviders.Select(provider => SeededKept.Of(provider, now)), it => it.Id,
                it => $"identity provider {it.Name}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await records.ChangeAsync(
            directory.HookKeys,
            new(types.HookKey, seed => seed.HookKeys.Select(key => SeededKept.Of(key, now)), it => it.Id, it => $"hook key {it.Name}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await records.ChangeAsync(
            directory.Yubikeys,
            new(types.Yubikey, seed => seed.Yubikeys.Select(key => SeededKept.Of(key, now)), it => it.Id, it => $"YubiKey {it.Serial}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
    }

    async Task ChangeBrandsAsync(RecordChanger records, CancellationToken ct)
    {
        var types = DirectoryJson.Default;
        await records.ChangeAsync(
            directory.Brands,
            new(types.Brand, seed => seed.Brands.Select(brand => SeededBrands.Of(brand, now)), it => it.Id, it => $"brand {it.Name}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await records.ChangeAsync(
            directory.Domains,
            new(
                types.Domain, seed => seed.Domains.Select(domain => SeededBrands.Of(domain, seed.OrgId, now)), it => it.Id,
                it => $"domain {it.Name}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
    }

    async Task ChangeRelationsAsync(RecordChanger records, CancellationToken ct)
    {
        var types = DirectoryJson.Default;
        await records.ChangeAsync(
            directory.LinkedObjects,
            new(
                types.LinkedObject, seed => seed.LinkedObjects.Select(SeededLinks.Of), it => it.Primary.Name,
                it => $"relation {it.Primary.Name}")
            {
                Keep = (_, it) => it,
            },
            ct);
        await records.ChangeAsync(
            directory.LinkedValues,
            new(types.LinkedValue, SeededLinks.Values, it => it.Key, it => $"the {it.Relation} of {it.AssociatedId}")
            {
                Keep = (_, it) => it,
            },
            ct);
    }
}
