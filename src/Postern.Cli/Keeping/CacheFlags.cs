using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags that say whether kept tokens will do, and how long they must last.</summary>
sealed class CacheFlags : IFlags
{
    readonly Option<bool> _off = new("--no-cache") { Description = "Sign in anew, and keep nothing; POSTERN_NO_CACHE=1 does the same" };
    readonly Option<TimeSpan?> _least = FlagValues.SpanOrNone("--min-ttl");

    public void AddTo(Command command)
    {
        _least.Description = "Ask for new tokens where kept ones last less than this, such as 90s, 5m or 1h [default: 30s]";
        command.AddAll(_off, _least);
    }

    public CacheChoice Read(ParseResult parse) => new(parse.GetValue(_off), parse.GetValue(_least));
}

/// <summary>What the flags said about kept tokens.</summary>
sealed record CacheChoice(bool IsOff, TimeSpan? Least)
{
    public const string Variable = "POSTERN_NO_CACHE";

    /// <summary>To outlive a clock that differs and a slow request.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    /// <summary>Whatever is kept is not looked at, and what comes takes its place.</summary>
    public bool IsAnew { get; init; }

    public TimeSpan Enough => Least ?? Usual;

    public TokenKeeper Keeper(Place place, HttpChoice http) => new(IsKept(place, http) ? TokenFolder.Of(place.Io) : null, this, place.Io);

    /// <summary>
    /// A profile is for good. Without one, an org of this machine is started anew time and again, with other keys; and a pipeline may leave
    /// what it keeps to whoever has the machine next.
    /// </summary>
    bool IsKept(Place place, HttpChoice http) =>
        !IsOff
        && !place.IsForThisRun
        && place.Io.Replayed is null
        && http.Cassette?.RecordTo is null
        && !IsSet(Variable, place.Io)
        && (place.Io.Files.Profile is not null || !(place.Address.IsHere || IsSet("CI", place.Io)));

    static bool IsSet(string variable, Terminal io) => io.Environment(variable) is not (null or "" or "0" or "false");
}
