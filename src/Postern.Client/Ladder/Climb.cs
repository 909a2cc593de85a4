using System.Runtime.ExceptionServices;

namespace Postern.Client;

/// <summary>One sign-in up the ladder: rung by rung, each once, and what became of each.</summary>
/// <param name="rungs">From the first to the last.</param>
/// <param name="run">What is to be done.</param>
/// <param name="asking">Which engine the org is on: being asked while the first rung is tried, which both engines have.</param>
sealed class Climb(IReadOnlyList<IRung> rungs, SignInRun run, Task<string?> asking)
{
    readonly List<SignInAttempt> _attempts = [];
    OktaException? _first;

    public async Task<TokenSet> RunAsync(CancellationToken ct)
    {
        foreach (var rung in rungs)
        {
            if (await ClosingOfAsync(rung).ConfigureAwait(false) is { } closed)
                _attempts.Add(new(rung.Way, SignInOutcome.Closed) { Answer = closed.Answer, Opens = closed.Opens });
            else if (await TryAsync(rung, ct).ConfigureAwait(false) is { } tokens)
                return tokens;
        }

        // None is left: what the first was refused for is what would have opened it.
        _first!.Receipt = await ReceiptAsync().ConfigureAwait(false);
        ExceptionDispatchInfo.Throw(_first);
        return null;
    }

    // Whoever chooses a way gets its own answer.
    async Task<Closing?> ClosingOfAsync(IRung rung) => IsChosen || rung.Way is SignInWay.SessionToken
        ? null
        : rung.IsClosed(run, await asking.ConfigureAwait(false));

    bool IsChosen => run.Options.Via is not null;

    async Task<TokenSet?> TryAsync(IRung rung, CancellationToken ct)
    {
        try
        {
            var tokens = await rung.GetTokensAsync(run, ct).ConfigureAwait(false);
            _attempts.Add(new(rung.Way, SignInOutcome.Taken));
            return tokens with { Receipt = await ReceiptAsync().ConfigureAwait(false) };
        }
        catch (OktaException failed)
        {
            var left = IsChosen ? null : rung.Leaves(failed);
            _attempts.Add(new(rung.Way, left is null ? SignInOutcome.Refused : SignInOutcome.NotEnough)
            {
                Answer = ForeignWords.Of(left?.Answer ?? failed.Message), Opens = left?.Opens ?? failed.Hint,
            });
            failed.Receipt = await ReceiptAsync().ConfigureAwait(false);
            if (left is null)
                throw;

            _first ??= failed;
            return null;
        }
    }

    async Task<SignInReceipt> ReceiptAsync() => new()
    {
        Pipeline = await asking.ConfigureAwait(false), Attempts = [.. _attempts],
    };
}
