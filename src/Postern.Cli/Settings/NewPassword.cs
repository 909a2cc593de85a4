namespace Postern.Cli;

/// <summary>
/// Asks a person for a new password, twice: what is typed unseen is easily mistyped, and nobody would know it afterwards.
/// </summary>
sealed class NewPassword(string login, Terminal io)
{
    const int MostTries = 3;

    public async ValueTask<string?> AskAsync(CancellationToken ct)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var typed = await io.AskHiddenAsync($"The password of {login} has expired. New password", ct);
            if (typed.Length is 0)
                return null;

            if (await io.AskHiddenAsync($"The new password of {login} once more", ct) == typed)
            {
                io.Secrets.Remember(typed);
                return typed;
            }

            io.Tell("These were two different passwords; nothing has been changed.");
        }

        return null;
    }
}
