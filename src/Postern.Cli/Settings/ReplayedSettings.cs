using Postern.Client;

namespace Postern.Cli;

/// <summary>
/// What a run that is played back needs besides the cassette: its org, app and user stand where the environment's settings would, and
/// stand-ins where a secret would be read.
/// </summary>
static class ReplayedSettings
{
    const string StandIn = "played-back";

    public static Terminal On(Terminal io, Cassette cassette) => io with
    {
        Replayed = cassette,
        Environment = name => io.Environment(name) is { Length: > 0 } set ? set : Setting(name, cassette, io),
        ReadHidden = () => StandIn,
        Files = SettingsFiles.None,
    };

    /// <summary>In the place of what a flag points at, of the kind that is wanted there; null where it must be read after all.</summary>
    public static string? For(string flag) => flag switch
    {
        "--password" or "--new-password" or "--answer" or "--client-secret" or "--api-token" or "--access-token" or "--device-token" =>
            StandIn,
        "--totp-secret" => "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
        "--mfa-code" => "000000",
        "--private-key" or "--dpop-key" => DPoPKey.Create().ExportPrivateKey(),
        _ => null,
    };

    static string? Setting(string name, Cassette cassette, Terminal io) => name switch
    {
        // Half a place, named by one setting, would not go with the other half of the cassette's.
        EnvironmentNames.Issuer when io.FirstOf(EnvironmentNames.OrgUrl, EnvironmentNames.OktaDomain) is null => cassette.Issuer,
        EnvironmentNames.ClientId when io.FirstOf(EnvironmentNames.ClientIdSpaced) is null => cassette.ClientId,
        EnvironmentNames.RedirectUri => cassette.RedirectUri,
        EnvironmentNames.Username => cassette.Username,
        EnvironmentNames.Password => StandIn,
        EnvironmentNames.ClientSecret when cassette.HasBasicSecret => StandIn,
        _ => null,
    };
}
