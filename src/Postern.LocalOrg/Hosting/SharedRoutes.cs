using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
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

    /// <summary>Whatever a map leads to, for one org.</summary>
    public static RequestDelegate To(Action<IEndpointRouteBuilder> map)
    {
        Mapped mapped = new();
        map(mapped);
        RouteEndpoint[] endpoints = [.. mapped.DataSources.SelectMany(source => source.Endpoints).Cast<RouteEndpoint>()];
        Answers answers = new([.. endpoints.Select(endpoint => endpoint.RequestDelegate!)]);
        var paths = string.Join('\n', endpoints.Select(endpoint => endpoint.RoutePattern.RawText));
        var find = Finders.GetOrAdd(paths, _ => new(() => Finder(endpoints))).Value;
        return context =>
        {
            context.Features.Set(answers);
            return find(context);
        };
    }

    /// <summary>Of no org: it keeps the paths alone.</summary>
    static RequestDelegate Finder(RouteEndpoint[] endpoints)
    {
        var found = endpoints.Select((endpoint, number) => new RouteEndpoint(
            context => context.Features.Get<Answers>()!.All[number](context), endpoint.RoutePattern, endpoint.Order,
            EndpointMetadataCollection.Empty, endpoint.DisplayName)).ToList();
        var builder = new ApplicationBuilder(Services);
        builder.UseRouting().UseEndpoints(routes => routes.DataSources.Add(new DefaultEndpointDataSource(found)));
        return builder.Build();
    }

    sealed class Mapped : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => Services;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(Services);
    }

    /// <summary>Of one org, in the order of its map.</summary>
    sealed record Answers(RequestDelegate[] All);
}
