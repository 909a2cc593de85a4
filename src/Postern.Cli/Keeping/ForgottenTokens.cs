namespace Postern.Cli;

/// <summary>What was revoked, redeemed or found dead is not handed out again, whichever command did it or found it.</summary>
static class ForgottenTokens
{
    /// <summary>The kept sets that the token is one of; mostly none.</summary>
    public static async Task ForgetAsync(string token, Terminal io, CancellationToken ct)
    {
        if (TokenFolder.Of(io) is not { IsEmpty: false } folder)
            return;

        foreach (var kept in (await folder.AllAsync(ct)).Where(kept => kept.Holds(token)))
        {
            if (folder.TryRemove(kept.Key))
                io.Say($"The kept tokens of {kept.Key.Owner} are forgotten with it.");
        }
    }
}
