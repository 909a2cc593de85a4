using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Surfaces;

/// <summary>Why a request is not answered as it wished: the closed set that every surface writes in its own words.</summary>
abstract record Trouble
{
    Trouble()
    {
    }

    /// <summary>The surface itself said no, by an error of its own or by one of those that every surface knows.</summary>
    public sealed record Refused(Refusal Refusal) : Trouble;

    /// <summary>Beside the body goes <c>Allow</c>, which has been set.</summary>
    public sealed record MethodNotAllowed(string Allowed) : Trouble;

    /// <summary>Okta's, not built yet. Beside the body goes the header that says so, which has been set.</summary>
    public sealed record NotBuilt(string Call) : Trouble;

    /// <summary>There is nothing at this path, and nothing of Okta's either.</summary>
    public sealed record NothingHere : Trouble;

    /// <summary>More requests than the endpoint takes in a minute.</summary>
    public sealed record TooMany : Trouble;

    /// <summary>A body or a form that is none.</summary>
    public sealed record Garbage : Trouble;

    /// <summary>The database cannot be used for the moment. Beside the body goes <c>Retry-After</c>, which has been set.</summary>
    public sealed record DatabaseAway : Trouble;

    /// <summary>A fault of ours; the log has it.</summary>
    public sealed record Unexpected : Trouble;
}

/// <summary>The one place where a surface writes what went wrong.</summary>
delegate Task TroubleWriter(HttpContext context, Trouble trouble);
