using System.CommandLine;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>One theme of the flags that say how a local org is started; <see cref="StartFlags"/> lists the themes.</summary>
interface IStartFlags : IFlags
{
    /// <summary>What was given, judged as far as it can be judged by itself.</summary>
    IStartChoice Read(ParseResult parse);
}

/// <summary>What the flags of one theme said.</summary>
interface IStartChoice
{
    /// <summary>Whether the other choices say what they have to say by this one.</summary>
    bool ComesFirst => false;

    /// <summary>The options as these flags want them: what is referred to is read here, and no earlier.</summary>
    ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct);

    /// <summary>Whether what these flags named is only not there yet, and has been waited for: then the org is started again.</summary>
    ValueTask<bool> HasWaitedAsync(Exception failure, CancellationToken ct) => ValueTask.FromResult(false);

    /// <summary>What to say where the org could not be started for what these flags said; null where they are not to blame.</summary>
    UsageException? Explain(Exception failure) => null;
}

/// <summary>What a choice may need besides the options when an org is started.</summary>
sealed record Starting(Terminal Io, SecretReader Secrets)
{
    /// <summary>Where the org's log goes, and what the command says of the org.</summary>
    public OrgLog Log { get; set; } = new(Io);

    /// <summary>What a choice has opened for the org, which ends after it.</summary>
    public List<IAsyncDisposable> Owned { get; } = [];

    /// <summary>What goes on while the org runs, until it is told to stop.</summary>
    public List<Func<LocalOrg.LocalOrg, CancellationToken, Task>> Alongside { get; } = [];

    /// <summary>What was said of the seed; null: nothing, and it is the demo org's.</summary>
    public ChosenSeed? Seed { get; set; }

    /// <summary>The control key, where one had to be made.</summary>
    public string? MadeControlKey { get; set; }

    public override string ToString() => "starting";
}
