namespace Postern.Cli;

/// <summary>What is still to be made, each user's one after the other; of users the one whose turn is nearest comes first.</summary>
sealed class WaitingItems
{
    readonly Dictionary<string, Queue<MintItem>> _byLogin = new(StringComparer.OrdinalIgnoreCase);
    readonly SortedDictionary<int, Queue<MintItem>> _inTurn = [];

    public int Count { get; private set; }

    /// <summary>Each once, in the order in which they want to.</summary>
    public IEnumerable<MintUser> Users => _inTurn.Values.Select(items => items.Peek().User);

    public void Add(IEnumerable<MintItem> items)
    {
        foreach (var item in items)
        {
            if (!_byLogin.TryGetValue(item.User.Login, out var its))
                _inTurn[item.Number] = _byLogin[item.User.Login] = its = new();
            its.Enqueue(item);
            Count++;
        }
    }

    /// <summary>The next one of a user.</summary>
    /// <param name="index">The user's place among <see cref="Users"/>.</param>
    public MintItem Take(int index)
    {
        var items = _inTurn.Values.ElementAt(index);
        var item = items.Dequeue();
        _inTurn.Remove(item.Number);
        if (items.TryPeek(out var next))
            _inTurn[next.Number] = items;
        else
            _byLogin.Remove(item.User.Login);
        Count--;
        return item;
    }

    /// <summary>All of a user.</summary>
    public IReadOnlyCollection<MintItem> TakeAllOf(string login)
    {
        if (!_byLogin.Remove(login, out var items))
            return [];

        _inTurn.Remove(items.Peek().Number);
        Count -= items.Count;
        return items;
    }

    public void Clear()
    {
        _byLogin.Clear();
        _inTurn.Clear();
        Count = 0;
    }
}
