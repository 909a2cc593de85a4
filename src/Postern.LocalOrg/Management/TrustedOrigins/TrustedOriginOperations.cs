using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Queries;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.TrustedOrigins;

/// <summary>The origins whose pages may call the org, or which browsers may be sent to: management.md 15.</summary>
sealed class TrustedOriginOperations(OrgDirectory directory, TimeProvider time) : IOperations
{
    const string Every = "/api/v1/trustedOrigins", One = Every + "/{trustedOriginId}";
    const string Reading = "okta.trustedOrigins.read", Managing = "okta.trustedOrigins.manage";

    readonly SwitchedKind<TrustedOrigin> _kind = new(directory.TrustedOrigins, "trustedOriginId", "TrustedOrigin")
    {
        Write = TrustedOriginWriter.Write,
        Switch = (call, origin, status) => origin with
        {
            Status = status,
            LastUpdatedAt = time.GetUtcNow().ToUnixTimeSeconds(),
            LastUpdatedBy = call.Caller.UserId,
        },
    };

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Every, Reading, ListAsync),
        Operation.Change("POST", Every, Managing, CreateAsync),
        Operation.Change("PUT", One, Managing, ReplaceAsync),
        .. _kind.Operations(One, Reading, Managing),
    ];

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var limit = call.Limit(usual: 20, most: 200);
        var filter = ListFilter.Read(call, "name", "origin", "status");
        var found = (await directory.TrustedOrigins.AllAsync(call.Ct)).Where(origin => IsAsked(call, origin))
            .Where(origin => filter?.Matches(TrustedOriginWriter.Write(call, origin), StringComparison.Ordinal) is not false)
            .Where(origin => string.CompareOrdinal(origin.Id, call.Query("after") ?? "") > 0).Take(limit + 1).ToList();
        return Paging.Page(
            call, found, limit, origin => origin.Id, origin => TrustedOriginWriter.Write(call, origin), ("q", call.Query("q")),
            ("filter", call.Query("filter")));
    }

    /// <summary>The beginning of a name or an origin.</summary>
    static bool IsAsked(ManagementCall call, TrustedOrigin origin) => call.Query("q") is not { } words
        || origin.Name.StartsWith(words, StringComparison.OrdinalIgnoreCase)
        || origin.Origin.StartsWith(words, StringComparison.OrdinalIgnoreCase);

    async Task<Answer> CreateAsync(ManagementCall call, Work work)
    {
        TrustedOrigin fresh = new()
        {
            Id = OktaIds.New(OktaIds.TrustedOrigin), Name = "", Origin = "", CreatedAt = Now, CreatedBy = call.Caller.UserId,
        };
        var origin = await CheckedAsync(call, fresh);
        directory.TrustedOrigins.AddIfFree(work, origin);
        return Answer.Ok(TrustedOriginWriter.Write(call, origin));
    }

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var before = await _kind.FindAsync(call);
        return _kind.Change(call, work, before, await CheckedAsync(call, before.Document));
    }

    /// <exception cref="OktaError">It is none, or another is called so or has that origin.</exception>
    async Task<TrustedOrigin> CheckedAsync(ManagementCall call, TrustedOrigin before)
    {
        var origin = TrustedOriginReader.Read(call.Body, before) with { LastUpdatedAt = Now, LastUpdatedBy = call.Caller.UserId };
        var others = (await directory.TrustedOrigins.AllToChangeAsync(call.Ct)).Select(kept => kept.Document)
            .Where(other => other.Id != origin.Id).ToList();
        if (others.Exists(other => other.Name == origin.Name))
            throw Taken("name");
        if (others.Exists(other => other.Origin.Equals(origin.Origin, StringComparison.OrdinalIgnoreCase)))
            throw Taken("origin");
        return origin;
    }

    static OktaError Taken(string member) =>
        OktaError.Invalid(member, $"{member}: An object with this field already exists in the current organization");
}
