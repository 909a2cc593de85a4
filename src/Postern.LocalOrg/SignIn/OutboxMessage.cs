namespace Postern.LocalOrg;

/// <summary>A message that would have left the org.</summary>
public sealed record OutboxMessage
{
    /// <summary>Sorts by age. Of a push, what <see cref="Outbox.ApproveAsync"/> and <see cref="Outbox.RejectAsync"/> decide.</summary>
    public required string Id { get; init; }

    /// <summary>By the org's clock.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary><c>sms</c>, <c>call</c>, <c>email</c> or <c>push</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>A phone number, an address, or the name of a device.</summary>
    public required string To { get; init; }

    /// <summary>The user's.</summary>
    public required string Login { get; init; }

    /// <summary>What a person would read or hear.</summary>
    public required string Text { get; init; }

    /// <summary>Secret: the code or recovery token in it; null where it has none.</summary>
    public string? Code { get; init; }

    /// <summary>Without its text and code.</summary>
    public override string ToString() => $"{Channel} to {Login}";
}
