namespace Postern.Cli;

/// <summary>Something that can be said beforehand: by a flag of its name, by Okta's variables, and in files by that name.</summary>
sealed class Setting
{
    public static Setting Org { get; } =
        new("org") { Variables = [EnvironmentNames.OrgUrl, EnvironmentNames.OktaDomain], Okta = ["client.orgUrl", "client.oktaDomain"] };
    public static Setting AuthServer { get; } = new("auth-server");
    public static Setting Issuer { get; } = new("issuer") { Variables = [EnvironmentNames.Issuer], Okta = ["oauth2.issuer", "idx.issuer"] };
    public static Setting ClientId { get; } = new("client-id")
    {
        Variables = [EnvironmentNames.ClientId, EnvironmentNames.ClientIdSpaced], Okta = ["oauth2.clientId", "idx.clientId"],
    };
    public static Setting ClientSecret { get; } = new("client-secret")
    {
        Variables = [EnvironmentNames.ClientSecret, EnvironmentNames.ClientSecretSpaced],
        Okta = ["oauth2.clientSecret", "idx.clientSecret"], IsSecret = true, BelongsTo = ClientId,
    };
    public static Setting PrivateKey { get; } = new("private-key") { IsSecret = true, BelongsTo = ClientId };
    public static Setting AuthMethod { get; } = new("auth-method") { BelongsTo = ClientId };
    public static Setting RedirectUri { get; } =
        new("redirect-uri")
        {
            Variables = [EnvironmentNames.RedirectUri],
            Okta = ["oauth2.redirectUri", "idx.redirectUri"],
            BelongsTo = ClientId,
        };
    public static Setting Scopes { get; } = new("scopes") { Okta = ["oauth2.scopes", "idx.scopes"], IsList = true };
    public static Setting Username { get; } = new("username") { Variables = [EnvironmentNames.Username] };
    public static Setting Password { get; } = new("password")
    {
        Variables = [EnvironmentNames.Password],
        IsSecret = true,
        BelongsTo = Username,
    };
    public static Setting TotpSecret { get; } = new("totp-secret") { IsSecret = true, BelongsTo = Username };
    public static Setting Answer { get; } = new("answer") { IsSecret = true, BelongsTo = Username };
    public static Setting MfaCode { get; } = new("mfa-code") { IsSecret = true, BelongsTo = Username };
    public static Setting Factor { get; } = new("factor") { IsList = true };
    public static Setting CaFile { get; } = new("ca-file");
    public static Setting Timeout { get; } = new("timeout");
    public static Setting MaxWait { get; } = new("max-wait");
    public static Setting ClockSkew { get; } = new("clock-skew");

    Setting(string name) => Name = name;

    public static IReadOnlyList<Setting> All { get; } =
    [
        Org, AuthServer, Issuer, ClientId, ClientSecret, PrivateKey, AuthMethod, RedirectUri, Scopes, Username, Password, TotpSecret,
        Answer,
        MfaCode, Factor, CaFile, Timeout, MaxWait, ClockSkew,
    ];

    public string Name { get; }

    public string Flag => $"--{Name}";

    public IReadOnlyList<string> Variables { get; private init; } = [];

    /// <summary>Where Okta's own SDKs have it, below <c>okta</c>.</summary>
    public IReadOnlyList<string> Okta { get; private init; } = [];

    /// <summary>In files a reference, or the secret itself; never shown.</summary>
    public bool IsSecret { get; private init; }

    public bool IsList { get; private init; }

    /// <summary>What it is worth nothing without: a password is one user's, a secret one app's.</summary>
    public Setting? BelongsTo { get; private init; }

    public static Setting? Named(string name) => All.FirstOrDefault(setting => setting.Name == name);

    public override string ToString() => Name;
}
