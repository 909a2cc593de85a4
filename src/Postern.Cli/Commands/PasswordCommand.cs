using System.CommandLine;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern password</c>: a user's password for tokens, straight at the token endpoint.</summary>
static class PasswordCommand
{
    const string Examples = """
        postern password --org https://dev-1.okta.com --client-id 0oa1abcdEFGHijkl2345 --username ada@example.com --password env:ADA_PASSWORD
        postern password … --scopes "openid offline_access" | postern refresh
        """;

    public static Command Create()
    {
        var (user, grant, output) = (new UserFlags(), new GrantFlags("openid profile email"), new TokenOutputFlags());
        var command = new Verb(
            "password", "Gets a user's tokens by the password grant (RFC 6749, 4.3); 'postern token' asks less of the app.")
        {
            Examples = Examples,
        };
        command.AddAll(user, grant, output);
        command.Runs<PasswordOptions>(parse => new(user.Read(parse), grant.Read(parse, output.Read(parse))), RunAsync);
        return command;
    }

    internal static Task<int> RunAsync(PasswordOptions options, Terminal io, CancellationToken ct)
    {
        var role = new DemoRole(GrantTypes.Password) { ClientId = options.Grant.ClientId, Username = options.User.Username };
        return DemoOrg.RunAsync(options.Grant.Org, role, io, place => RedeemAsync(options, place.Address, place.Io, ct), ct);
    }

    static async Task<int> RedeemAsync(PasswordOptions options, ServerAddress address, Terminal io, CancellationToken ct)
    {
        var secrets = new SecretReader(io);
        var user = await options.User.ResolveAsync(io, secrets, ct);
        try
        {
            return await options.Grant.RedeemAsync(
                options.Grant.At(address, io),
                io,
                secrets,
                (client, asked) => client.ResourceOwnerPasswordFlow.GetTokensAsync(user.Username, user.Password, asked, ct),
                ct);
        }
        catch (OAuthException refused) when (refused.Error is OAuthErrors.InvalidGrant)
        {
            throw new SignInRefusedException(refused);
        }
    }
}

/// <summary>What <c>postern password</c> was asked for.</summary>
sealed record PasswordOptions(UserChoice User, GrantChoice Grant);

/// <summary>The grant that was refused is a user's password: what is wrong is the sign-in.</summary>
sealed class SignInRefusedException(OAuthException refusal) : Exception(refusal.Message, refusal)
{
    public OAuthException Refusal => refusal;
}
