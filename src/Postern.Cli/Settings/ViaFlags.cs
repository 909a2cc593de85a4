using System.CommandLine;
using Postern.Client;

namespace Postern.Cli;

/// <summary>The flag that chooses the way to a user's tokens.</summary>
sealed class ViaFlags : IFlags
{
    /// <summary>What each way is called.</summary>
    public static IReadOnlyDictionary<SignInWay, string> Names { get; } = new Dictionary<SignInWay, string>
    {
        [SignInWay.SessionToken] = "session-token",
        [SignInWay.InteractionCode] = "interaction-code",
        [SignInWay.DirectAuthentication] = "direct",
        [SignInWay.HostedPage] = "hosted-page",
    };

    readonly Option<string?> _via = new("--via")
    {
        HelpName = "WAY",
        Description = "Take this way and no other: session-token; or, on Identity Engine, interaction-code, direct or hosted-page " +
            "[default: the first of them that the org and the app allow]",
    };

    public void AddTo(Command command)
    {
        _via.OnlyOneOf([.. Names.Values]);
        command.Add(_via);
    }

    public SignInWay? Read(ParseResult parse) =>
        parse.GetValue(_via) is { } name ? Names.First(way => way.Value == name).Key : null;
}
