using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Hosting;

namespace Postern.LocalOrg.Tests.Hosting;

/// <summary>Orgs of one process share what finds their endpoints, and nothing else.</summary>
public sealed class SharedRoutesTests
{
    [Fact]
    public async Task Of_two_orgs_with_the_same_paths_each_answers_with_its_own()
    {
        var (one, other) = (SharedRoutes.To(Map("one")), SharedRoutes.To(Map("other")));

        (await AskAsync(one, "/shared/7")).ShouldBe("one 7");
        (await AskAsync(other, "/shared/8")).ShouldBe("other 8");
        (await AskAsync(one, "/shared/9")).ShouldBe("one 9");
    }

    [Fact]
    public async Task An_org_with_other_paths_has_those()
    {
        var (one, other) = (SharedRoutes.To(Map("one")), SharedRoutes.To(Map("other", "/more/{id}")));

        (await AskAsync(one, "/more/7")).ShouldBe("404");
        (await AskAsync(other, "/more/7")).ShouldBe("other 7");
        (await AskAsync(other, "/shared/7")).ShouldBe("other 7");
    }

    [Fact]
    public void An_org_that_is_gone_is_held_by_nobody()
    {
        var gone = Gone();

        GC.Collect();

        gone.IsAlive.ShouldBeFalse();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static WeakReference Gone()
    {
        var org = new object();
        _ = SharedRoutes.To(map => map("/gone", context => context.Response.WriteAsync($"{org}")));
        return new(org);
    }

    static Action<Action<string, RequestDelegate>> Map(string org, params string[] more) => map =>
    {
        foreach (var path in (string[])["/shared/{id}", .. more])
            map(path, context => context.Response.WriteAsync($"{org} {context.Request.RouteValues["id"]}"));
    };

    static async Task<string> AskAsync(RequestDelegate org, string path)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Request = { Method = "GET", Path = path }, Response = { Body = body } };
        await org(context);
        return body.Length > 0 ? System.Text.Encoding.UTF8.GetString(body.ToArray()) : $"{context.Response.StatusCode}";
    }
}
