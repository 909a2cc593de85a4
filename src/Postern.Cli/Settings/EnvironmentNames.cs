namespace Postern.Cli;

/// <summary>The environment variables that stand in for flags, as Okta's SDKs name them.</summary>
static class EnvironmentNames
{
    public const string OrgUrl = "OKTA_CLIENT_ORGURL";
    public const string OktaDomain = "OKTA_CLIENT_OKTADOMAIN";
    public const string Issuer = "OKTA_OAUTH2_ISSUER";
    public const string ClientId = "OKTA_OAUTH2_CLIENTID";
    public const string ClientIdSpaced = "OKTA_OAUTH2_CLIENT_ID";
    public const string ClientSecret = "OKTA_OAUTH2_CLIENTSECRET";
    public const string ClientSecretSpaced = "OKTA_OAUTH2_CLIENT_SECRET";
    public const string RedirectUri = "OKTA_OAUTH2_REDIRECTURI";

    // Never the bare USERNAME: Windows sets that to whoever is logged on.
    public const string Username = "OKTA_USERNAME";
    public const string Password = "OKTA_PASSWORD";

    public static IReadOnlyList<string> All { get; } =
        [OrgUrl, OktaDomain, Issuer, ClientId, ClientIdSpaced, ClientSecret, ClientSecretSpaced, RedirectUri, Username, Password];

    extension(Terminal io)
    {
        public string? FirstOf(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (io.Environment(name) is { Length: > 0 } value)
                    return value;
            }

            return null;
        }
    }
}
