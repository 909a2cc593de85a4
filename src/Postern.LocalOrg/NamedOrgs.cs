using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg;

/// <summary>The orgs behind one port: which of them a request means, the name says that it came by.</summary>
sealed class NamedOrgs(IReadOnlyList<LocalOrg> orgs, IServiceProvider services, Func<string> listenUrl)
{
    readonly Dictionary<string, RequestDelegate> _answers = Answers(orgs, services, listenUrl);

    public Task AnswerAsync(HttpContext context) =>
        _answers.TryGetValue(context.Request.Host.Host, out var answer) ? answer(context) : RefuseAsync(context);

    /// <summary>Its own name, and those that were configured.</summary>
    static Dictionary<string, RequestDelegate> Answers(IReadOnlyList<LocalOrg> orgs, IServiceProvider services, Func<string> listenUrl)
    {
        Dictionary<string, RequestDelegate> answers = new(StringComparer.OrdinalIgnoreCase);
        foreach (var org in orgs)
        {
            var answer = org.Pipeline(services, listenUrl);
            answers[org.Options.Name + LocalOrg.Domain] = answer;
            foreach (var url in (string?[])[org.Options.PublicUrl, org.Options.CustomUrl])
                if (url is not null)
                    answers[new Uri(url).Host] = answer;
        }

        return answers;
    }

    /// <summary>RFC 9110 section 15.5.20: the port is right, and the name is nobody's here.</summary>
    Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        context.Response.ContentType = "text/plain;charset=utf-8";
        return context.Response.WriteAsync(
            $"There is no org of this name here. There are {string.Join(", ", _answers.Keys.Order(StringComparer.Ordinal))}.\n",
            context.RequestAborted);
    }
}
