using System.Globalization;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>
/// Where messages land that would have left the org: codes by SMS, call and e-mail, recovery mails, pushes. They are kept for a day.
/// </summary>
public sealed class Outbox
{
    static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>
    /// How often a waiter looks for what another process has sent. Of the system's time: a test may hold the org's still.
    /// </summary>
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    readonly OrgStore _store;
    readonly OutboxStore _messages;
    readonly FactorStore _factors;
    TaskCompletionSource _next = New();
    int _count;

    internal Outbox(OrgStore store) => (_store, _messages, _factors) = (store, new(store), new(store));

    /// <summary>
    /// Raised for each message that this process sends, after it has been kept; not for those of others on the same database.
    /// </summary>
    public event Action<OutboxMessage>? Sent;

    /// <summary>All that there are, the oldest first.</summary>
    public async Task<IReadOnlyList<OutboxMessage>> MessagesAsync(CancellationToken ct = default) => await _messages.MessagesAsync(ct);

    /// <summary>The latest message for a user, waiting for one where there is none yet, whichever process sends it.</summary>
    /// <param name="login">Whose.</param>
    /// <param name="channel"><c>sms</c>, <c>call</c>, <c>email</c> or <c>push</c>. Default: any.</param>
    /// <param name="ct">Ends the waiting, which otherwise has no end.</param>
    public async Task<OutboxMessage> LatestAsync(string login, string? channel = null, CancellationToken ct = default)
    {
        while (true)
        {
            var next = Volatile.Read(ref _next).Task;
            if (
                (await _messages.MessagesAsync(ct))
                    .FindLast(message => message.Login == login && (channel is null || message.Channel == channel)) is { } found)
                return found;

            if (_store.IsAlone)
                await next.WaitAsync(ct);
            else
                await await Task.WhenAny(next, Task.Delay(Look, TimeProvider.System, ct));
        }
    }

    /// <summary>Empties it. Codes that were sent stay good.</summary>
    public Task ClearAsync(CancellationToken ct = default) => _messages.ClearMessagesAsync(ct);

    /// <summary>Approves a push, as a person with the phone would.</summary>
    /// <param name="id">The message's <see cref="OutboxMessage.Id"/>.</param>
    /// <param name="number">
    /// The number chosen on the phone, where the push asks for one; a wrong one rejects it. Default: the right one.
    /// </param>
    /// <param name="ct">Ends the waiting for the database.</param>
    /// <returns>False where it was answered already, has timed out, or never was.</returns>
    public Task<bool> ApproveAsync(string id, int? number = null, CancellationToken ct = default) =>
        _factors.DecidePushAsync(id, approves: true, number, ct);

    /// <summary>Rejects a push.</summary>
    /// <inheritdoc cref="ApproveAsync" path="/returns"/>
    public async Task<bool> RejectAsync(string id, CancellationToken ct = default)
    {
        if (!await _factors.DecidePushAsync(id, approves: false, null, ct))
            return false;
        if ((await _messages.MessagesAsync(ct)).Find(message => message.Id == id) is { } message
            && await _messages.UserOfAsync(message, ct) is { } user)
            await _store.Journal.AddAsync(Origin.Itself, [SignInEvents.PushDenied(user).Written()], ct);
        return true;
    }

    /// <summary>Sent with what the work commits, or not at all: a message whose code is not kept would be a lie.</summary>
    internal string Send(Work work, string channel, string to, string login, string text, string? code)
    {
        var now = _store.Time.GetUtcNow();
        var message = new OutboxMessage
        {
            Id = string.Create(
                CultureInfo.InvariantCulture, $"{now.ToUnixTimeMilliseconds():x12}{Interlocked.Increment(ref _count):x6}{Secrets.New(6)}"),
            SentAt = now, Channel = channel, To = to, Login = login, Text = text, Code = code,
        };
        _messages.AddMessage(work, message, now + Kept, () => Tell(message));
        return message.Id;
    }

    void Tell(OutboxMessage message)
    {
        Sent?.Invoke(message);
        Interlocked.Exchange(ref _next, New()).TrySetResult();
    }

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
