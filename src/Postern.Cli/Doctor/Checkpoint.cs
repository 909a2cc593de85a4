namespace Postern.Cli;

/// <summary>One thing that the doctor looks at, and the probe of docs/okta/why-it-fails.md that shows it.</summary>
sealed record Checkpoint(string Probe, string Name)
{
    public static Checkpoint Address { get; } = new("P1", "address");
    public static Checkpoint Dns { get; } = new("P1", "DNS");
    public static Checkpoint Tls { get; } = new("P1", "TLS");
    public static Checkpoint Org { get; } = new("P1", "org");
    public static Checkpoint Engine { get; } = new("P1", "engine");
    public static Checkpoint Discovery { get; } = new("P2", "discovery");
    public static Checkpoint App { get; } = new("P3", "app");
    public static Checkpoint SignInEndpoint { get; } = new("P10", "sign-in endpoint");
    public static Checkpoint Limits { get; } = new("P10", "limits");
    public static Checkpoint Clock { get; } = new("P13", "clock");
    public static Checkpoint Routing { get; } = new("P4", "routing");
    public static Checkpoint Request { get; } = new("P5", "request");
    public static Checkpoint RedirectUri { get; } = new("P6", "redirect URI");
    public static Checkpoint Credentials { get; } = new("P7", "credentials");
    public static Checkpoint Introspection { get; } = new("P8", "introspection");
    public static Checkpoint Password { get; } = new("P9", "password");
    public static Checkpoint Factor { get; } = new("P9", "factor");
    public static Checkpoint Policy { get; } = new("P11", "policy");
    public static Checkpoint Page { get; } = new("P12", "page");
    public static Checkpoint Code { get; } = new("P11", "code and PKCE");
    public static Checkpoint Claims { get; } = new("P11", "claims");
    public static Checkpoint ApiToken { get; } = new("P14", "API token");
    public static Checkpoint User { get; } = new("P14", "user");
    public static Checkpoint Factors { get; } = new("P14", "user's factors");
    public static Checkpoint AppSettings { get; } = new("P14", "app's settings");
    public static Checkpoint Assignment { get; } = new("P14", "assignment");
    public static Checkpoint AccessPolicy { get; } = new("P14", "access policy");
    public static Checkpoint Log { get; } = new("P14", "System Log");

    public static int LongestName { get; } = AppSettings.Name.Length + 2;

    public override string ToString() => $"{Probe} {Name}";
}
