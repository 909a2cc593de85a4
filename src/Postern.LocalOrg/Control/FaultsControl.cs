using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Failing;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary><c>/_postern/faults</c>: what goes wrong on purpose.</summary>
sealed class FaultsControl(FaultScripts faults) : IControlTheme
{
    public void Map(ControlTable table)
    {
        table.Map("/faults", ["GET", "POST", "DELETE"], FaultsAsync);
        table.Map("/faults/{id}", ["DELETE"], RemoveAsync);
    }

    async Task FaultsAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        if (HttpMethods.IsDelete(context.Request.Method))
            await faults.ClearAsync(ct);
        var told = HttpMethods.IsPost(context.Request.Method) ? await AddAsync(context) : await faults.AllAsync(ct);
        await context.Response.WriteJsonAsync(new() { Faults = told }, ControlJson.Default.FaultsBody);
    }

    /// <summary>Those that were added, with what was made for them.</summary>
    async Task<IReadOnlyList<CountedFault>> AddAsync(HttpContext context)
    {
        var scripts = await ControlBody.ReadSeveralAsync(context, FaultsJson.Default.FaultScript);
        var wrong = FaultRules.CheckAll(scripts);
        if (wrong.Count > 0)
            throw ControlProblem.Wrong(string.Join(' ', wrong));
        var added = await faults.AddAsync(scripts, context.RequestAborted);
        return [.. added.Select(script => new CountedFault { Script = script, Calls = 0, Strikes = 0 })];
    }

    async Task RemoveAsync(HttpContext context)
    {
        if (!await faults.RemoveAsync(context.Request.RouteValues["id"] as string ?? "", context.RequestAborted))
            throw ControlProblem.NotFound("There is no fault script of this id; GET /_postern/faults tells those there are.");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}

/// <summary>The scripts that are obeyed.</summary>
sealed record FaultsBody
{
    public required IReadOnlyList<CountedFault> Faults { get; init; }
}
