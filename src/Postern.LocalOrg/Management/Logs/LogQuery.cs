using System.Globalization;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Queries;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Logs;

/// <summary>What a caller wants of the System Log: management.md 17.</summary>
sealed record LogQuery
{
    const int Usual = 100, Most = 1000, MostWords = 10, LongestWord = 40;

    static readonly TimeSpan Week = TimeSpan.FromDays(7), Furthest = TimeSpan.FromDays(180);

    public required DateTimeOffset Since { get; init; }

    /// <summary>Null: whatever comes, for ever.</summary>
    public DateTimeOffset? Until { get; init; }

    public LogPlace? After { get; init; }

    public required bool IsDescending { get; init; }

    public required int Limit { get; init; }

    public Query? Filter { get; init; }

    /// <summary>In small letters.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    public bool IsPolling => Until is null && !IsDescending;

    /// <exception cref="OktaError">It cannot be asked.</exception>
    public static LogQuery Read(ManagementCall call, DateTimeOffset now)
    {
        var (since, until) = (Instant(call, "since"), Instant(call, "until"));
        if (since < now - Furthest)
            throw new OktaError(
                400, OktaErrorCodes.InvalidFilter, "Invalid parameter: The since parameter is over 180 days prior to the current day.");

        return new()
        {
            Since = since ?? (until ?? now) - Week, Until = until, Limit = ReadLimit(call), IsDescending = ReadOrder(call),
            After = call.Query("after") is { } cursor ? LogPlace.Read(cursor) : null, Filter = LogFilter.Read(call.Query("filter")),
            Words = ReadWords(call.Query("q")),
        };
    }

    static DateTimeOffset? Instant(ManagementCall call, string name)
    {
        if (call.Query(name) is not { } text)
            return null;
        // A plus of an offset came as a blank.
        if (text.Length >= 10 && DateTimeOffset.TryParse(
            text.Replace(' ', '+'), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
            return instant;

        const string Unrecognized =
            "The date format in your query is not recognized. Please enter dates using ISO8601 string format.", Needed =
            "must be a valid date-time or empty.";
        throw new OktaError(
            400, OktaErrorCodes.ApiValidationFailed, $"Api validation failed: '{name}': {Unrecognized}. '{name}': {Needed}",
            $"{name}: {Unrecognized}", $"{name}: {Needed}");
    }

    /// <summary>None may be wanted.</summary>
    static int ReadLimit(ManagementCall call) => call.Query("limit") switch
    {
        null => Usual,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) => Math.Min(limit, Most),
        _ => throw OktaError.Invalid("limit", $"limit: The limit must be between 0 and {Most}."),
    };

    static bool ReadOrder(ManagementCall call) => call.Query("sortOrder") switch
    {
        null or "ASCENDING" => false,
        "DESCENDING" => true,
        _ => throw OktaError.Invalid("sortOrder", "sortOrder: The field has an invalid value"),
    };

    static string[] ReadWords(string? text)
    {
        var words = (text ?? "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (Array.Exists(words, word => word.Length > LongestWord))
            throw Freeform($"Freeform search cannot contain items longer than {LongestWord} characters.");
        return words.Length <= MostWords ? words : throw Freeform($"Freeform search cannot contain more than {MostWords} items.");
    }

    static OktaError Freeform(string what) =>
        new(400, OktaErrorCodes.ApiValidationFailed, $"Api validation failed: 'q': {what}", $"q: {what}");
}

/// <summary>After which event a page begins; to callers it is opaque.</summary>
/// <param name="Number">Of the journal's entry.</param>
/// <param name="Index">Among the events of that.</param>
readonly record struct LogPlace(long Number, int Index)
{
    /// <summary>After all that an entry can tell.</summary>
    public const int Whole = 9999;

    /// <exception cref="OktaError">It is none of ours.</exception>
    public static LogPlace Read(string cursor) => cursor.Split('_') is [var number, var index]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
        && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? new(parsed, place)
            // UNCONFIRMED: the words, which are those of other lists.
            : throw new OktaError(400, OktaErrorCodes.InvalidSearch, "Invalid search criteria.", "Invalid cursor.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}_{Index}");
}
