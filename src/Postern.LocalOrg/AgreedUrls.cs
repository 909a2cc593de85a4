using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>
/// What the org calls itself, on which all its processes must agree: tokens that one issues would be wrong at another that has another
/// name.
/// </summary>
sealed partial class AgreedUrls(Database database, LocalOrgOptions options)
{
    readonly Agreements _agreements = new(database);
    readonly ILogger _logger = options.Logs?.CreateLogger<AgreedUrls>() ?? NullLogger<AgreedUrls>.Instance;

    /// <exception cref="IOException">Other processes call it otherwise.</exception>
    public async Task CheckAsync(CancellationToken ct)
    {
        // A process that has its database to itself agrees with itself.
        if (database.IsAlone)
            return;

        await CheckAsync("public_url", "public URL", options.FixedUrl, ct);
        await CheckAsync("custom_url", "custom URL", options.CustomUrl, ct);
    }

    async Task CheckAsync(string name, string words, string? given, CancellationToken ct)
    {
        var ours = given?.TrimEnd('/');
        if (ours is not null && options.MovesOrg)
            await _agreements.ChangeAsync(name, ours, ct);
        var agreed = ours is null ? await _agreements.FindAsync(name, ct) : await _agreements.AgreeAsync(name, ours, ct);
        if (agreed == ours)
            return;
        if (ours is null)
            HasNone(_logger, words, agreed);
        else
            throw new IOException(
                $"The org in the database has the {words} {agreed}, and this process is to call it {ours}: what the one issues would be " +
                $"wrong at the other. Start it with {agreed}; to move the org for good, stop its other processes and start this one with " +
                "LocalOrgOptions.MovesOrg.");
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The org in the database has the {Words} {Agreed}, and this process has none: it calls the org by where it listens, " +
            "and what it issues is wrong at the others")]
    static partial void HasNone(ILogger logger, string words, string? agreed);
}
