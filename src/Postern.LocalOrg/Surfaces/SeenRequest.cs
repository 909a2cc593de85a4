using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Surfaces;

/// <summary>
/// A request as those see it who watch: who asked for what, and what came of it, noted by whoever finds it out
/// (<see cref="RequestNotes"/>). No note holds a secret, nor anything else that a caller could have made up.
/// </summary>
sealed class SeenRequest(HttpContext context, string id, string endpoint)
{
    bool _hasCaller;

    public HttpContext Http => context;

    /// <summary>As the answer has it in <c>X-Okta-Request-Id</c>.</summary>
    public string Id => id;

    /// <summary>The path as the table has it, with names where values stand.</summary>
    public string Endpoint => endpoint;

    /// <summary>By the machine's time.</summary>
    public long Began { get; } = TimeProvider.System.GetTimestamp();

    /// <summary>Until it was answered.</summary>
    public TimeSpan Took { get; set; }

    /// <summary>As <see cref="Forwarding.CallerOf"/> finds it, which is looked for once.</summary>
    public IPAddress? Caller
    {
        get
        {
            (field, _hasCaller) = (_hasCaller ? field : Forwarding.FindCaller(context), true);
            return field;
        }
    }

    /// <summary>An app of the org's, whether or not it has proved that it is the one.</summary>
    public string? ClientId { get; set; }

    /// <summary>A user of the org's: who asks, or whom it concerns.</summary>
    public string? UserId { get; set; }

    /// <summary>Whose user name is known, by id.</summary>
    public (string UserId, string Name)? Login { get; set; }

    /// <summary>Null where it was answered as it wished.</summary>
    public Trouble? Trouble { get; set; }

    /// <summary>The code of the error that was answered.</summary>
    public string? Error { get; set; }

    /// <summary>Why, where the org knows more than the code says.</summary>
    public string? Reason { get; set; }

    /// <summary>Null: what the answer has.</summary>
    public int? Status { get; set; }

    /// <summary>The ids of the fault scripts that struck it.</summary>
    public IReadOnlyList<string> Faults { get; set; } = [];

    /// <summary>Secrets that the page shows which was answered, by name; told by nobody as they are. Null: none.</summary>
    public Dictionary<string, string>? Shown { get; set; }

    /// <summary>What went over the wire, while requests are recorded.</summary>
    public Overheard? Overheard { get; set; }

    /// <summary>Whether somebody listened for traces or measurements when it began.</summary>
    public bool IsMeasured { get; set; }

    /// <summary>Of a trace, where somebody listens for those.</summary>
    public Activity? Span { get; set; }

    public RequestOutcome Outcome => Trouble switch
    {
        _ when Http.RequestAborted.IsCancellationRequested => RequestOutcome.Abandoned,
        Trouble.TooMany => RequestOutcome.Limited,
        Trouble.NotBuilt => RequestOutcome.NotBuilt,
        Trouble.DatabaseAway => RequestOutcome.Unavailable,
        Trouble.Unexpected => RequestOutcome.Failed,
        null when Error is null && Reason is null => RequestOutcome.Done,
        _ => RequestOutcome.Refused,
    };

    /// <summary>As logs, traces and the record call it.</summary>
    public string OutcomeName => Outcome switch
    {
        RequestOutcome.Done => "done",
        RequestOutcome.Refused => "refused",
        RequestOutcome.Limited => "limited",
        RequestOutcome.NotBuilt => "not_built",
        RequestOutcome.Unavailable => "unavailable",
        RequestOutcome.Failed => "failed",
        _ => "abandoned",
    };
}

/// <summary>What came of a request.</summary>
enum RequestOutcome
{
    /// <summary>It was answered as it wished.</summary>
    Done,

    /// <summary>The answer is no, be it by an error, a redirect or a page.</summary>
    Refused,

    /// <summary>More requests than the endpoint takes in a minute.</summary>
    Limited,

    /// <summary>Okta's, and not built yet.</summary>
    NotBuilt,

    /// <summary>Later: the database is away.</summary>
    Unavailable,

    /// <summary>A fault of ours.</summary>
    Failed,

    /// <summary>The caller hung up.</summary>
    Abandoned,
}
