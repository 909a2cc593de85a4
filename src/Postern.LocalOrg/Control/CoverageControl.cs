using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary><c>/_postern/coverage</c>: what was met of all that the org has.</summary>
sealed class CoverageControl(OrgCoverage coverage) : IControlTheme
{
    public void Map(ControlTable table) => table.Map("/coverage", ["GET", "DELETE"], CoverageAsync);

    async Task CoverageAsync(HttpContext context)
    {
        if (HttpMethods.IsDelete(context.Request.Method))
            await coverage.ClearAsync(context.RequestAborted);
        await context.Response.WriteJsonAsync(await coverage.ReportAsync(context.RequestAborted), ControlJson.Default.CoverageReport);
    }
}
