using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>Which of the recorded requests are meant: those that match all that is said.</summary>
public sealed record RequestFilter
{
    /// <summary>As in <see cref="FaultScript.Endpoint"/>: <c>token</c>, <c>/oauth2/*/v1/authorize</c>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Of the app.</summary>
    public string? ClientId { get; init; }

    /// <summary>The login of the user.</summary>
    public string? User { get; init; }

    /// <summary>Of HTTP.</summary>
    public int? Status { get; init; }

    /// <summary>Or <see cref="RecordedRequest.Error"/>: <c>refused</c>, <c>invalid_grant</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>By the org's clock.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Recorded after the one of this <see cref="RecordedRequest.Number"/>.</summary>
    public long After { get; init; }

    internal Func<RecordedRequest, bool> Compiled()
    {
        var endpoint = Endpoint is null ? null : new PathPattern(Endpoint);
        return request => request.Number > After
            && endpoint?.Matches(request.Path) is not false
            && (ClientId is null || ClientId == request.ClientId)
            && (User is null || string.Equals(User, request.User, StringComparison.OrdinalIgnoreCase))
            && (Status is null || Status == request.Status)
            && (Outcome is null || Outcome == request.Outcome || Outcome == request.Error)
            && (Since is null || request.At >= Since);
    }
}

/// <summary>How many requests to an endpoint came to one thing.</summary>
public sealed record RequestCount
{
    /// <inheritdoc cref="RecordedRequest.Endpoint"/>
    public required string Endpoint { get; init; }

    /// <summary>The error's code, or else <see cref="RecordedRequest.Outcome"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Of HTTP.</summary>
    public required int Status { get; init; }

    /// <summary>Among those that are still on record.</summary>
    public required int Count { get; init; }
}
