namespace Postern.Benchmarks;

/// <summary>A flow by name, and how it begins over a new connection.</summary>
sealed record FlowKind(string Key, string Title, Func<HttpConnection, Target, Task<IFlow>> BeginAsync)
{
    public static readonly FlowKind Technique =
        new(
            "technique",
            "The technique",
            (connection, target) =>
                Task.FromResult<IFlow>(new Technique(connection, new(target.Url), target.App.ClientId, target.App.RedirectUri)));

    public static readonly FlowKind Interaction =
        new(
            "interaction",
            "A sign-in by the interaction code",
            (connection, target) => Task.FromResult<IFlow>(new InteractionFlow(connection, target)));

    public static readonly FlowKind Connection =
        new("connection", "A connection", (_, target) => Task.FromResult<IFlow>(new ConnectionFlow(target)));

    /// <summary>What every server is measured with.</summary>
    public static readonly IReadOnlyList<FlowKind> OfPeers =
    [
        new(
            "clientCredentials",
            "Client credentials",
            (connection, target) => Task.FromResult<IFlow>(new ClientCredentialsFlow(connection, target))),
        new("code", "Code + PKCE", async (connection, target) => await AuthorizationCodeFlow.BeginAsync(connection, target)),
        new(
            "refresh",
            "Refresh",
            async (connection, target) =>
                new RefreshFlow(connection, target, await AuthorizationCodeFlow.RefreshTokenAsync(connection, target))),
        new("introspection", "Introspection", BeginIntrospectionAsync),
        new("keys", "JWKS", (connection, target) => Task.FromResult<IFlow>(new KeysFlow(connection, target))),
    ];

    public static FlowKind Find(string key) => OfPeers.Concat([Technique, Interaction, Connection]).First(kind => kind.Key == key);

    static async Task<IFlow> BeginIntrospectionAsync(HttpConnection connection, Target target)
    {
        var request = ClientCredentialsFlow.Request(target, target.Service.IntrospectedForm ?? target.Service.Form, 0);
        return new IntrospectionFlow(connection, target, (await connection.SendAsync(request)).Member("access_token"));
    }
}
