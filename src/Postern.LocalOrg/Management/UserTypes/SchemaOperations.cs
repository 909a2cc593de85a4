using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.UserTypes;

/// <summary>The attributes that profiles of a type may have: management.md 8.</summary>
sealed class SchemaOperations(OrgStore store, OrgDirectory directory, UserRecords records) : IOperations
{
    const string Schema = "/api/v1/meta/schemas/user/{schemaId}", Kind = "UserSchema"; // UNCONFIRMED (management.md 2.1): the type's name
    const string Reading = "okta.schemas.read", Managing = "okta.schemas.manage";
    const int Page = 500;

    readonly NamedUserTypes _types = new(directory);

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Schema, Reading, async call =>
            Answer.Ok(SchemaWriter.Of(call, await _types.FindAsync(call, call["schemaId"], Kind)))),
        Operation.Change("POST", Schema, Managing, (call, _) => ChangeAsync(call)),
    ];

    /// <summary>Committed before values are taken away, so that nobody writes any meanwhile.</summary>
    async Task<Answer> ChangeAsync(ManagementCall call)
    {
        var definitions = call.Body.ObjectOrNothing("definitions");
        UserType after = null!;
        IReadOnlyList<string> removed = [];
        await store.InOneWorkAsync(
            async work =>
            {
                var before = await _types.KeptAsync(call, call["schemaId"], Kind);
                after = before.Document with
                {
                    Custom = SentAttributes.Custom(
                        before.Document.Custom, BaseProfile.Attributes, definitions.ObjectOrNothing("custom").Object("properties")),
                    Base = SentAttributes.Base(before.Document, definitions.ObjectOrNothing("base").Object("properties")),
                    SchemaUpdatedAt = store.Now,
                };
                removed = [.. before.Document.Custom.Select(each => each.Name).Except(after.Custom.Select(each => each.Name))];
                await CheckUniqueAsync(before.Document, after, call.Ct);
                directory.UserTypes.Change(work, before, after);
            },
            call.Ct);
        foreach (var attribute in removed)
            await TakeAwayAsync(after, attribute, call.Ct);
        return Answer.Ok(SchemaWriter.Of(call, after));
    }

    /// <summary>What several have already cannot be anybody's own.</summary>
    async Task CheckUniqueAsync(UserType before, UserType after, CancellationToken ct)
    {
        foreach (var attribute in after.Custom.Where(each => each.IsUnique))
            if (!before.Custom.Any(each => each.IsUnique && each.Name == attribute.Name)
                && await store.Database.FirstAsync(
                    "select value from user_attributes where name = @name group by value having count(*) > 1 limit 1",
                    [("@name", "profile." + attribute.Name)], row => row.GetString(0), ct) is not null)
                // UNCONFIRMED (management.md 8): the wording
                throw OktaError.Invalid(attribute.Name, $"{attribute.Name}: The field has values that are not unique");
    }

    async Task TakeAwayAsync(UserType type, string attribute, CancellationToken ct)
    {
        UserIds ids = new("select distinct user_id as id from user_attributes where name = @name", [("@name", "profile." + attribute)]);
        for (var after = ""; ;)
        {
            List<UserRecord> page = [];
            await store.InOneWorkAsync(
                async work =>
                {
                    page = await records.AmongAsync(ids, after, Page, ct);
                    foreach (var user in page.Where(user => (user.User.TypeId ?? UserType.DefaultId) == type.Id))
                    {
                        JsonObject profile = UserProfile.Of(user.User);
                        profile.Remove(attribute);
                        directory.Users.Change(work, user.Kept, UserProfile.With(user.User, profile) with { LastUpdatedAt = store.Now });
                    }
                },
                ct);
            if (page.Count < Page)
                return;
            after = page[^1].Id;
        }
    }
}
