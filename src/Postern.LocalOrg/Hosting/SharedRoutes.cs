using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Postern.LocalOrg.Hosting;

/// <summary>
/// Finds the endpoints of orgs that listen by themselves. Orgs differ in what their endpoints do, and hardly ever in where these are: what
/// finds them is made once for a process, and so are the tables that ASP.NET Core compiles for it while it answers its first requests. An
/// org brings its endpoints along with the request.
/// </summary>
static class SharedRoutes
{
    static readonly IServiceProvider Services = new ServiceCollection().AddLogging().AddRoutingCore()
        .AddSingleton(new DiagnosticListener("Postern.LocalOrg")).BuildServiceProvider();

    static readonly ConcurrentDictionary<string, Lazy<RequestDelegate>> Finders = new(StringComparer.Ordinal);

    /// <summary>Whatever a map leads to, for one org: paths, and what answers there.</summary>
    public static RequestDelegate To(Action<Action<string, RequestDelegate>> map)
    {
        List<string> paths = [];
        List<RequestDelegate> all = [];
        map((path, answer) =>
        {
            paths.Add(path);
            all.Add(answer);
        });
        Answers answers = new([.. all]);
        var find = Finders.GetOrAdd(string.Join('\n', paths), _ => new(() => Finder(paths))).Value;
        return context =>
        {
            context.Features.Set(answers);
            return find(context);
        };
    }

    /// <summary>Of no org: it knows the paths alone.</summary>
    static RequestDelegate Finder(List<string> paths)
    {
        var builder = new ApplicationBuilder(Services);
        builder.UseRouting().UseEndpoints(routes =>
        {
            foreach (var (number, path) in paths.Index())
                routes.Map(path, context => context.Features.Get<Answers>()!.All[number](context));
        });
        return builder.Build();
    }

    /// <summary>Of one org, in the order of its map.</summary>
    sealed record Answers(RequestDelegate[] All);
}
