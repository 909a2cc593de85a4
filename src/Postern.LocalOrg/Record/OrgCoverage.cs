using Postern.LocalOrg.Record;

namespace Postern.LocalOrg;

/// <summary>
/// Which of its endpoints, grants, response types and modes and errors an org has met while its requests were recorded, and which never.
/// </summary>
public sealed class OrgCoverage
{
    readonly RequestRecord _record;
    readonly Func<CoverageLists> _lists;

    internal OrgCoverage(RequestRecord record, Func<CoverageLists> lists) => (_record, _lists) = (record, lists);

    /// <summary>By all processes of the org, since it was cleared.</summary>
    public async Task<CoverageReport> ReportAsync(CancellationToken ct = default)
    {
        var met = await _record.MetAsync(ct);
        var lists = _lists();
        return new()
        {
            IsRecording = _record.IsOn,
            Endpoints = Of(lists.Endpoints, Met.Endpoint, met),
            Grants = Of(lists.Grants, Met.Grant, met),
            ResponseTypes = Of(lists.ResponseTypes, Met.ResponseType, met),
            ResponseModes = Of(lists.ResponseModes, Met.ResponseMode, met),
            Errors = Of(lists.Errors, Met.Error, met),
        };
    }

    /// <summary>Begins anew.</summary>
    public Task ClearAsync(CancellationToken ct = default) => _record.ForgetMetAsync(ct);

    static IReadOnlyList<CoveredItem> Of(
        IReadOnlyList<string> names, string what, IReadOnlyDictionary<(string What, string Name), long> met) =>
        [.. names.Select(name => new CoveredItem { Name = name, Met = met.GetValueOrDefault((what, name)) })];
}

/// <summary>What an org has, and how often each was met; 0 is never.</summary>
public sealed record CoverageReport
{
    /// <summary>Whether what is met is counted now.</summary>
    public required bool IsRecording { get; init; }

    /// <summary>Method and path, as <c>POST /oauth2/{authorizationServerId}/v1/token</c>.</summary>
    public required IReadOnlyList<CoveredItem> Endpoints { get; init; }

    /// <summary>Of the token endpoints.</summary>
    public required IReadOnlyList<CoveredItem> Grants { get; init; }

    /// <summary>Of the authorize endpoints.</summary>
    public required IReadOnlyList<CoveredItem> ResponseTypes { get; init; }

    /// <summary>Those that were asked for by name.</summary>
    public required IReadOnlyList<CoveredItem> ResponseModes { get; init; }

    /// <summary>Codes of OAuth and of Okta's own APIs.</summary>
    public required IReadOnlyList<CoveredItem> Errors { get; init; }
}

/// <summary>Something that an org has.</summary>
public sealed record CoveredItem
{
    /// <summary>As the wire has it.</summary>
    public required string Name { get; init; }

    /// <summary>How often.</summary>
    public required long Met { get; init; }
}
