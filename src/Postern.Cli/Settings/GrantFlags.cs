using System.CommandLine;
using Postern.Client;

namespace Postern.Cli;

/// <summary>The flags of every command that asks the token endpoint for tokens: org, app, scopes, key, more parameters.</summary>
sealed class GrantFlags(string scopesWhenAbsent) : IFlags
{
    readonly ConnectionFlags _connection = new();
    readonly ScopeFlags _scopes = new(scopesWhenAbsent);
    readonly DPoPFlags _dpop = new();
    readonly ParameterFlags _parameters = new("One more parameter for the request, e.g. acr_values=…; may be repeated");

    public void AddTo(Command command) => command.AddAll(_connection, _scopes, _dpop, _parameters);

    public GrantChoice Read(ParseResult parse, TokenOutput output) =>
        new(_connection.Read(parse), _scopes.Read(parse), _dpop.Read(parse), _parameters.Read(parse), output);
}

/// <summary>What the flags said about tokens to be got; org and app are known by then, or came with a token.</summary>
sealed record GrantChoice(
    ConnectionChoice Connection, IReadOnlyList<string> Scopes, DPoPChoice DPoP, IReadOnlyList<KeyValuePair<string, string>> Parameters,
    TokenOutput Output)
{
    public OrgChoice Org => Connection.Org;

    public string? ClientId => Connection.Client.ClientId;

    GrantOptions Options => new() { Scopes = Scopes.Count is 0 ? null : Scopes, ExtraParameters = ParameterFlags.Once(Parameters) };

    public GrantChoice OrFor(IReadOnlyList<string> scopes) => Scopes.Count is 0 ? this with { Scopes = scopes } : this;

    public GrantTarget At(ServerAddress address, Terminal io) => new(address, Connection.Client.Resolve(io), Token: null);

    public GrantTarget For(GivenToken token, Terminal io) => new(token.Address(Org, io), Connection.Client.Resolve(token, io), token);

    public async Task<int> RedeemAsync(
        GrantTarget target, Terminal io, SecretReader secrets, Func<OktaClient, GrantOptions, Task<TokenSet>> redeem, CancellationToken ct)
    {
        var app = new ClientApp { ClientId = target.ClientId, DPoPKey = await DPoP.ResolveAsync(target.Token?.Beside, secrets, ct) };
        using var connection = await Connection.OpenAsync(target.Address, app, io, secrets, ct);
        var tokens = await redeem(connection.Client, Options);
        return Output.Write(io, new(tokens, target.Address, app));
    }
}

/// <summary>Where tokens are asked for, by which app, and the token they are asked with, if any.</summary>
sealed record GrantTarget(ServerAddress Address, string ClientId, GivenToken? Token);
