using Postern.Client;

namespace Postern.Cli;

/// <summary>What a run makes tokens with.</summary>
sealed record MintMeans
{
    public required Governor Governor { get; init; }
    public required LimitReader Limits { get; init; }
    public required Func<MintUser, CancellationToken, Task<TokenSet>> SignIn { get; init; }
    public required Func<Exception, MintFailure> Explain { get; init; }

    /// <summary>How many sign-ins run at once, at most.</summary>
    public required int AtOnce { get; init; }

    public bool KeepsGoing { get; init; }

    /// <summary>How many sign-ins show what one takes: where the first asks for what the others have from it, another.</summary>
    public int Lessons { get; init; } = 1;
}

/// <summary>
/// Makes tokens, as many at once as may be: each sign-in begins when the governor has room for all of its requests, the first one alone,
/// since it shows what there is to know of limits.
/// </summary>
sealed class MintRun(MintMeans means, MintJournal journal, MintProgress progress)
{
    const int MostInARow = 10;
    const int MostAlone = 3;

    readonly WaitingItems _waiting = new();
    readonly List<Task<Made>> _running = [];
    int _learned;
    int _failedFirst;
    int _failedInARow;
    bool _hasLearned;

    /// <summary>Whether so many failed one after the other that the rest was not tried.</summary>
    public bool HasGivenUp { get; private set; }

    // Where the org has said that too many ran at once, half as many do.
    int AtOnce => _hasLearned ? Math.Max(1, means.AtOnce >> Math.Min(means.Limits.Crowded, 16)) : 1;

    /// <exception cref="OutputLostException">What was made cannot be kept.</exception>
    public async Task RunAsync(IEnumerable<MintItem> items, CancellationToken ct)
    {
        _waiting.Add(items);
        try
        {
            while (_waiting.Count + _running.Count > 0)
            {
                foreach (var done in _running.Where(task => task.IsCompleted).ToList())
                {
                    _running.Remove(done);
                    Learn(await done);
                }

                await BeginOrWaitAsync(ct);
            }
        }
        finally
        {
            await ((Task)Task.WhenAll(_running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task BeginOrWaitAsync(CancellationToken ct)
    {
        if (_waiting.Count > 0 && _running.Count < AtOnce)
        {
            var turn = await means.Governor.TakeTurnAsync(_waiting.Users, Extra, ct);
            if (turn.IsGranted)
            {
                _running.Add(MakeAsync(_waiting.Take(turn.Index), turn.Lease, ct));
                return;
            }

            // Whoever runs gives back what was not needed: before that, nobody knows how long there is to wait.
            if (_running.Count is 0)
            {
                await progress.WaitAsync(turn.Wait, ct);
                return;
            }
        }

        if (_running.Count > 0)
            await Task.WhenAny(_running);
    }

    async Task<Made> MakeAsync(MintItem item, string lease, CancellationToken ct)
    {
        var asked = means.Limits.Asked;
        try
        {
            var record = await TryAsync(item, ct);
            journal.Add(record);
            progress.Count(record);
            return new(item, record, asked);
        }
        finally
        {
            await means.Governor.EndAsync(lease);
        }
    }

    async Task<MintRecord> TryAsync(MintItem item, CancellationToken ct)
    {
        try
        {
            return new(item.Number, item.User.Login) { Tokens = await means.SignIn(item.User, ct) };
        }
        catch (Exception failed) when (!ct.IsCancellationRequested)
        {
            return new(item.Number, item.User.Login) { Failure = means.Explain(failed) };
        }
    }

    void Learn(Made made)
    {
        var (item, record, askedBefore) = made;
        if (!_hasLearned && record.Tokens is not null && means.Limits.Refused is 0)
            means.Governor.Recipe = RecipeOf(item, askedBefore);
        _hasLearned |= record.Tokens is null ? ++_failedFirst >= MostAlone : ++_learned >= means.Lessons;
        _failedInARow = record.Tokens is null ? _failedInARow + 1 : 0;
        if (record.Failure is { IsFinal: true } failure)
            LeaveOut(item.User, failure);
        if (_failedInARow >= MostInARow && !means.KeepsGoing && _waiting.Count > 0)
        {
            HasGivenUp = true;
            _waiting.Clear();
        }
    }

    Dictionary<string, int> RecipeOf(MintItem item, Dictionary<string, int> before)
    {
        var recipe = means.Limits.Asked.Select(each => (each.Key, Count: each.Value - before.GetValueOrDefault(each.Key)))
            .Where(each => each.Count > 0).ToDictionary(each => each.Key, each => each.Count);
        if (recipe.TryGetValue(Budgets.Authn, out var count))
            recipe[Budgets.Authn] = Math.Max(1, count - Extra(item.User));
        return recipe;
    }

    // Whoever was refused would be refused again, and locked out in the end.
    void LeaveOut(MintUser user, MintFailure failure)
    {
        foreach (var item in _waiting.TakeAllOf(user.Login))
        {
            var record = new MintRecord(item.Number, item.User.Login) { Failure = failure };
            journal.Add(record);
            progress.Count(record);
        }
    }

    static int Extra(MintUser user) => user.TotpSecret is null ? 0 : 1;

    /// <summary>What came of one of them, and what had been asked before it.</summary>
    sealed record Made(MintItem Item, MintRecord Record, Dictionary<string, int> AskedBefore);
}
