using System.Text;
using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg;

/// <summary><c>/_postern/seed</c>: the org as it is now, as a seed file (YAML, RFC 9512) without its secrets.</summary>
/// <param name="write">Writes the file; told whether references to the environment stand where secrets would.</param>
sealed class SeedControl(Func<bool, CancellationToken, Task<string>> write) : IControlTheme
{
    public void Map(ControlTable table) => table.Get("/seed", SeedAsync);

    async Task SeedAsync(HttpContext context)
    {
        var references = context.Request.Query["secrets"].ToString() switch
        {
            "" or "left-out" => false,
            "references" => true,
            _ => throw new ControlProblem(400, "Bad Request", "The parameter 'secrets' is 'left-out' or 'references'."),
        };
        var seed = Encoding.UTF8.GetBytes(await write(references, context.RequestAborted));
        context.Response.ContentType = "application/yaml";
        context.Response.ContentLength = seed.Length;
        await context.Response.Body.WriteAsync(seed, context.RequestAborted);
    }
}
