using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Console.Themes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Explaining;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Console;

/// <summary>Puts the console together.</summary>
sealed class ConsoleRoom(OrgStore store, OrgDirectory directory, OrgUrls urls, TokensRoom tokens, SignInRoom signIn, Explainer explainer)
{
    readonly ConsoleKeys _keys = new(store, TimeProvider.System);

    public required OrgClock Clock { get; init; }

    public required RequestRecord Record { get; init; }

    public required FaultScripts Faults { get; init; }

    public required OrgSnapshots Snapshots { get; init; }

    public required Func<CancellationToken, Task> Reset { get; init; }

    public required OrgFacts Facts { get; init; }

    public required OwnHosts Hosts { get; init; }

    /// <summary>The commands that it shows, with the secrets that everybody knows.</summary>
    public required Commands Commands { get; init; }

    /// <summary>Whether what answers programs would tell this caller everything.</summary>
    public required Func<HttpContext, bool> IsTrustedAnyway { get; init; }

    /// <summary>An address that opens it once.</summary>
    public async Task<string> NewLinkAsync(CancellationToken ct) =>
        $"{urls.Public}{ConsolePaths.Open}?key={await _keys.NewLinkAsync(ct)}";

    /// <param name="forPrograms">Answers whoever asks at its address and is no person.</param>
    public ConsoleRoutes Routes(RequestDelegate forPrograms)
    {
        var overview = new OverviewTheme(directory, urls, Clock, Facts, new OrgCounts(store), Record);
        return new(
            new ConsoleDoor(_keys, Hosts, urls, Record) { IsTrustedAnyway = IsTrustedAnyway },
            new ConsoleFrame(directory, Record),
            forPrograms,
            [
                overview,
                new SignInsTheme(Record, directory, explainer),
                new RequestsTheme(Record, explainer),
                new UsersTheme(directory, signIn.Stores, Commands),
                new AppsTheme(store, directory, Commands),
                new ServersTheme(directory, urls, new ServerSwitches(store, directory)),
                new PoliciesTheme(directory, urls, new PolicySwitch(store, directory)),
                new TokensTheme(new TokenButton(store, directory, signIn.Stores, tokens), explainer, directory, Commands),
                new OutboxTheme(signIn.Outbox, signIn.Stores.Factors, Record),
                new ClockTheme(Clock),
                new FaultsTheme(Faults),
                new StateTheme(Snapshots, Reset),
                new LiveTheme(Record),
            ])
        {
            Home = overview.ShowAsync,
        };
    }
}
