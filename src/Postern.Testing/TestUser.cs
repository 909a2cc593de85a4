using Postern.LocalOrg;

namespace Postern.Testing;

/// <summary>A user of a test org, with what a sign-in asks for.</summary>
public sealed record TestUser
{
    TestUser()
    {
    }

    /// <summary>What is typed; where a test wants "grace@example.com", it takes this.</summary>
    public required string Login { get; init; }

    /// <summary>The <c>uid</c> of access tokens and the <c>sub</c> of ID tokens.</summary>
    public required string Id { get; init; }

    /// <summary>In clear.</summary>
    public required string Password { get; init; }

    /// <summary>Base32 seed of the user's one-time passwords; null where the user has none.</summary>
    public string? TotpSecret { get; init; }

    internal static TestUser Of(SeedUser user) => new()
    {
        Login = user.Login,
        Id = user.Id,
        Password = user.Password,
        TotpSecret = user.TotpSecret,
    };

    /// <summary>The login alone.</summary>
    public override string ToString() => Login;
}
