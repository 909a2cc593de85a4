using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>
/// Requests that an org takes in a minute at one family of endpoints: what it says of it in headers, and what it has refused beyond that.
/// </summary>
sealed class Bucket
{
    const long Minute = 60_000;

    // A second more, since windows end by whole ones.
    const long LongestWindow = Minute + 1000;

    // How long a limit of a client's own, which no header tells before it is reached, is believed in.
    const long Believed = 60 * Minute;

    public required int Limit { get; set; }

    /// <summary>How many the org has counted in this window, whoever asked.</summary>
    public int Seen { get; set; }

    /// <summary>When the window ends; 0 where nobody has said so.</summary>
    public long Resets { get; set; }

    /// <summary>The same as the org writes it, which says whether two answers are of one window.</summary>
    public long Named { get; set; }

    /// <summary>What one client may ask where the org has refused more; 0 where it has not.</summary>
    public int Ceiling { get; set; }

    public long CeilingSince { get; set; }

    /// <summary>How many sign-ins of this machine have taken in the ceiling's window.</summary>
    public int Own { get; set; }

    public long OwnResets { get; set; }

    /// <summary>How long there is no room for so many more; null where there is.</summary>
    public long? WaitFor(int count, int leased, int? ceiling, long now)
    {
        Roll(now);
        var most = (Ceiling, ceiling) switch
        {
            (0, null) => int.MaxValue,
            (0, { } told) => told,
            (var learned, { } told) => Math.Min(learned, told),
            (var learned, null) => learned,
        };
        if (!HasRoom(Seen + leased, count, Limit))
            return Math.Max(1, Resets - now);
        return !HasRoom(Own + leased, count, most) ? Math.Max(1, OwnResets - now) : null;
    }

    // One sign-in that takes more than a whole window has would never begin: it does where nothing else has been taken.
    static bool HasRoom(int taken, int count, int most) => taken == 0 || taken + count <= most;

    /// <summary>What an answer says of it.</summary>
    public void Hear(HeardLimit heard, long now)
    {
        Roll(now);
        if (heard.IsRefusal && heard.Limit < Limit)
        {
            (Ceiling, CeilingSince, Own, OwnResets) = (heard.Limit, now, heard.Limit, heard.ResetsOn(now));
            return;
        }

        if (heard.Named < Named)
            return; // of a window that is over

        var resets = heard.ResetsOn(now);
        (Seen, Resets) = heard.Named > Named ? (heard.Used, resets) : (Math.Max(Seen, heard.Used), Math.Min(Resets, resets));
        (Limit, Named) = (heard.Limit, heard.Named);
    }

    /// <summary>A sign-in that took so many is done.</summary>
    public void Count(int count, long now)
    {
        Roll(now);
        Own += count;
        if (Named is 0)
            Seen += count; // nobody counts for us: a proxy may have taken the headers away
    }

    void Roll(long now)
    {
        // Of a clock that has been set back, a window would last for as long as that.
        if (Resets is 0 || Resets > now + LongestWindow)
            Resets = now + Minute;
        OwnResets = Math.Min(OwnResets, now + LongestWindow);
        CeilingSince = Math.Min(CeilingSince, now);
        if (Resets <= now)
        {
            var windows = ((now - Resets) / Minute) + 1;
            (Seen, Resets, Named) = (0, Resets + (windows * Minute), Named is 0 ? 0 : Named + (windows * Minute / 1000));
        }

        if (OwnResets <= now)
            (Own, OwnResets) = (0, now + Minute);
        if (CeilingSince + Believed <= now)
            Ceiling = 0;
    }

    public JsonObject ToJson() => new()
    {
        ["limit"] = Limit, ["seen"] = Seen, ["resets"] = Resets, ["named"] = Named, ["ceiling"] = Ceiling, ["since"] = CeilingSince,
        ["own"] = Own, ["ownResets"] = OwnResets,
    };

    public static Bucket From(JsonObject json) => new()
    {
        Limit = json["limit"]!.GetValue<int>(),
        Seen = json["seen"]!.GetValue<int>(),
        Resets = json["resets"]!.GetValue<long>(),
        Named = json["named"]!.GetValue<long>(),
        Ceiling = json["ceiling"]!.GetValue<int>(),
        CeilingSince = json["since"]!.GetValue<long>(),
        Own = json["own"]!.GetValue<int>(),
        OwnResets = json["ownResets"]!.GetValue<long>(),
    };
}
