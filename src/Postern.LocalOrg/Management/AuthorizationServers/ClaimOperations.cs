using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>The claims of an authorization server: its own, and the 19 that every one has (management.md 11).</summary>
sealed class ClaimOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Path = ServerPaths.One + "/claims", One = Path + "/{claimId}";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Path, ServerPaths.Reading, ListAsync),
        Operation.Change("POST", Path, ServerPaths.Managing, AddAsync),
        Operation.Read(One, ServerPaths.Reading, ShowAsync),
        Operation.Change("PUT", One, ServerPaths.Managing, ReplaceAsync),
        Operation.Change("DELETE", One, ServerPaths.Managing, DeleteAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var server = await directory.ServerAsync(call);
        return Answer.List(ServerClaims.AllOf(server).Select(claim => ServerClaims.Write(call, server, claim)));
    }

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        var server = before.Document;
        var claim = ClaimReader.Read(call.Body, new() { Id = OktaIds.New(OktaIds.Claim), Name = "" });
        CheckFree(server, claim);
        ServerFaults.Check(ClaimRules.Check(claim, server));
        Change(work, before, server with { Claims = [.. server.Claims, claim] });
        return Answer.Created(ServerClaims.Write(call, server, new(claim)));
    }

    async Task<Answer> ShowAsync(ManagementCall call)
    {
        var server = await directory.ServerAsync(call);
        return Answer.Ok(ServerClaims.Write(call, server, Find(call, server)));
    }

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        var (server, known) = (before.Document, Find(call, before.Document));
        ListedClaim claim;
        if (known.Standard is { } standard)
        {
            var changed = ClaimReader.ReadStandard(call.Body, known);
            claim = new(standard) { Changed = changed };
            Change(work, before, server with
            {
                ChangedClaims = [.. (server.ChangedClaims ?? []).Where(other => other.Name != standard.Name), changed],
            });
        }
        else
        {
            var own = ReadOwn(call, server, known);
            claim = new(own) { IsSystem = known.IsSystem };
            Change(work, before, server with { Claims = With(server, own) });
        }

        return Answer.Ok(ServerClaims.Write(call, server, claim));
    }

    static OAuth2Claim ReadOwn(ManagementCall call, CustomAuthorizationServer server, ListedClaim known)
    {
        var own = ClaimReader.Read(call.Body, known.Own!);
        if (!known.IsSystem)
            CheckFree(server, own);
        ServerFaults.Check(ClaimRules.Check(own, server));
        return own;
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        var claim = Find(call, before.Document);
        if (claim.IsSystem)
            throw OktaError.NotPermitted(); // management.md 24

        Change(work, before, before.Document with { Claims = [.. Others(before.Document, claim.Own!.Id)] });
        return Answer.NoContent();
    }

    void Change(Work work, Kept<CustomAuthorizationServer> before, CustomAuthorizationServer server) =>
        directory.Servers.Change(work, before, server with { LastUpdatedAt = store.Now });

    /// <summary>In its place; the subject's has none where nobody has changed it yet.</summary>
    static IReadOnlyList<OAuth2Claim> With(CustomAuthorizationServer server, OAuth2Claim own) =>
        server.Claims.Any(claim => claim.Id == own.Id)
            ? [.. server.Claims.Select(claim => claim.Id == own.Id ? own : claim)]
            : [.. server.Claims, own];

    static IEnumerable<OAuth2Claim> Others(CustomAuthorizationServer server, string id) => server.Claims.Where(claim => claim.Id != id);

    static void CheckFree(CustomAuthorizationServer server, OAuth2Claim claim)
    {
        if (ServerClaims.AllOf(server).Any(other => other.Id(server) != claim.Id && other.Name == claim.Name && other.Type == claim.Type))
            throw ServerFaults.NameTaken();
    }

    static ListedClaim Find(ManagementCall call, CustomAuthorizationServer server) =>
        ServerClaims.AllOf(server).FirstOrDefault(claim => claim.Id(server) == call["claimId"])
            ?? throw OktaError.NotFound(call["claimId"], "OAuth2Claim");
}
