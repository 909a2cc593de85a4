namespace Postern.Client;

/// <summary>How a run is recorded; the defaults keep nothing of a person.</summary>
public sealed record RecordingOptions
{
    /// <summary>
    /// Whether e-mail addresses, names, phone numbers and the like stay as they are. Default false: each becomes a pseudonym, the same one
    /// throughout. Ids that Okta made stay either way.
    /// </summary>
    public bool KeepsPersonalData { get; init; }

    /// <summary>Parameters, members, claims and cookies that hold a secret besides those that Okta's APIs have. Default: none.</summary>
    public IReadOnlyList<string> SecretNames { get; init; } = [];

    /// <summary>Members and claims of your own that tell of a person, such as <c>employee_number</c>. Default: none.</summary>
    public IReadOnlyList<string> PersonalNames { get; init; } = [];

    /// <summary>The longest answer that is kept, in bytes, as <see cref="OktaClientOptions.MaxResponseBytes"/>. Default 4 MiB.</summary>
    public int MaxResponseBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>What times in answers are reckoned from. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
