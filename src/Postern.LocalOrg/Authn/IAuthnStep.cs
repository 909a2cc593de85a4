using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Authn;

/// <summary>One thing that may be done with a transaction. A step proves or changes something and says where the transaction stands; what comes next is the policies' to say.</summary>
interface IAuthnStep
{
    /// <summary>Below <c>/api/v1/authn</c>, with route parameters.</summary>
    string Path { get; }

    /// <summary>The statuses it is legal in; empty: any.</summary>
    IReadOnlyList<string> Statuses { get; }

    /// <exception cref="SignInRefusal">It is refused; the transaction stands as it stood.</exception>
    Task<Turn> TakeAsync(AuthnCall call, CancellationToken ct);
}

/// <summary>A call as a step sees it.</summary>
/// <param name="Transaction">As it stands.</param>
/// <param name="Credentials">The user's; null in the recovery of somebody who does not exist.</param>
/// <param name="Request">The body.</param>
/// <param name="Http">For the path and the query.</param>
/// <param name="Around">What factors may use.</param>
sealed record AuthnCall(Transaction Transaction, Credentials? Credentials, AuthnRequest Request, HttpContext Http, FactorSurroundings Around)
{
    public User User => Credentials?.User ?? throw new SignInRefusal.TransactionGone();

    /// <summary>What the call writes, all at once: what its step changes, and where that leaves the transaction.</summary>
    public Work Work => Around.Work;

    public string Route(string name) => Http.Request.RouteValues[name] as string ?? "";

    /// <summary>A flag of the query, such as <c>rememberDevice=true</c>.</summary>
    public bool IsOn(string name) => string.Equals(Http.Request.Query[name], "true", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Where a step leaves the transaction.</summary>
abstract record Turn
{
    Turn()
    {
    }

    /// <summary>The user, where the step changes them; nothing of it is written yet.</summary>
    public Credentials? Credentials { get; init; }

    /// <summary>In the state that the step says.</summary>
    public sealed record To(Transaction Transaction) : Turn;

    /// <summary>With something proved: the policies say what is still missing.</summary>
    public sealed record Onward(Transaction Transaction) : Turn;

    /// <summary>Refused, and the refusal is remembered.</summary>
    public sealed record Refused(Transaction Transaction, SignInRefusal Why) : Turn;

    /// <summary>Ended without success.</summary>
    public sealed record Cancelled : Turn;
}
