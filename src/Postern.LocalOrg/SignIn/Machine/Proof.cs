using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>What somebody has proved already, outside of any transaction: with a password on a page, or by their session.</summary>
sealed record Proof(Credentials Credentials, IReadOnlyList<string> Methods)
{
    static readonly string[] PasswordAlone = ["pwd"];

    /// <summary>Where the caller is, for the policies.</summary>
    public string? Address { get; init; }

    /// <summary>How much surer the app wants to be than the policies do.</summary>
    public Assurance Wanted { get; init; }

    /// <summary>The authenticators that an app wants set up; null where only the policies want any.</summary>
    public IReadOnlyList<string>? Enrolls { get; init; }

    public static Proof OfPassword(Credentials credentials, string? address) => new(credentials, PasswordAlone) { Address = address };

    public Transaction Begun() => new()
    {
        UserId = Credentials.User.Id,
        Status = AuthnStatuses.Unauthenticated,
        Methods = Methods,
        HasFactor = Methods.Contains("mfa"),
        Enrolls = Enrolls,
        Address = Address,
    };

    public override string ToString() => $"{string.Join(' ', Methods)} of {Credentials}";
}

/// <summary>How far somebody got with a proof; nothing of it is kept yet.</summary>
sealed record Reached(Transaction Transaction, Credentials Credentials)
{
    public string Status => Transaction.Status;
}

/// <summary>How sure an app wants to be of a user.</summary>
enum Assurance
{
    AsThePoliciesSay,

    /// <summary>A second factor of those who have one.</summary>
    FactorIfPossible,

    Factor,
}
