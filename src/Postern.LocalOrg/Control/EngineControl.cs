using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary><c>/_postern/engine</c>: tells which of Okta's engines the org runs on, and changes it.</summary>
sealed class EngineControl(OrgStore store, OrgDirectory directory) : IControlTheme
{
    const string Classic = "classic", IdentityEngine = "identity-engine";

    public void Map(ControlTable table) => table.Map("/engine", ["GET", "POST"], EngineAsync);

    async Task EngineAsync(HttpContext context)
    {
        var engine = HttpMethods.IsPost(context.Request.Method)
            ? await ChangeAsync(context, context.RequestAborted)
            : directory.Org.Settings.Engine;
        await context.Response.WriteJsonAsync(new() { Engine = NameOf(engine) }, ControlJson.Default.EngineBody);
    }

    async Task<OrgEngine> ChangeAsync(HttpContext context, CancellationToken ct)
    {
        var wanted = (await ControlBody.ReadAsync(context, ControlJson.Default.EngineBody)).Engine switch
        {
            Classic => OrgEngine.Classic,
            IdentityEngine => OrgEngine.IdentityEngine,
            _ => throw ControlProblem.Wrong($"Give the engine, as {{\"engine\": \"{IdentityEngine}\"}}; the other one is {Classic}."),
        };
        await store.InOneWorkAsync(
            async work =>
            {
                var before = (await directory.Settings.FindToChangeAsync(directory.Org.Id, ct))!;
                if (before.Document.Engine != wanted)
                    directory.Settings.Change(work, before, before.Document with { Engine = wanted, LastUpdatedAt = store.Now });
            },
            ct);
        return wanted;
    }

    static string NameOf(OrgEngine engine) => engine is OrgEngine.IdentityEngine ? IdentityEngine : Classic;
}

/// <summary>Which engine the org runs on, or is to run on.</summary>
sealed record EngineBody
{
    public string? Engine { get; init; }
}
