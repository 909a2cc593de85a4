namespace Postern.LocalOrg;

/// <summary>Of the secrets of a seed those that are the demo seed's: everybody can read them there, and so they may be shown.</summary>
static class DemoSecrets
{
    static readonly OrgSeed Demo = OrgSeed.Default;

    public static string? PasswordOf(OrgSeed seed, string login) =>
        seed.Users.FirstOrDefault(user => user.Login == login)?.Password is DefaultSeed.Password ? DefaultSeed.Password : null;

    public static string? SecretOf(OrgSeed seed, string clientId) =>
        SecretIn(seed, clientId) is { } secret && secret == SecretIn(Demo, clientId) ? secret : null;

    static string? SecretIn(OrgSeed seed, string clientId) => seed.Apps.FirstOrDefault(app => app.ClientId == clientId)?.ClientSecret;
}
