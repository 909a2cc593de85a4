using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Users;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Factors;

/// <summary>A user's factors: listed, enrolled, activated, changed and taken away. management.md 7.</summary>
sealed class FactorOperations(
    SignInStores stores, SignInPolicies policies, FactorEnrollment enrollment, NamedUsers users, FactorWriter writer) : IOperations
{
    public const string Every = "/api/v1/users/{userId}/factors", One = Every + "/{factorId}";
    public const string Reading = "okta.users.read", Managing = "okta.users.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Every, Reading, ListAsync),
        Operation.Change("POST", Every, Managing, EnrollAsync),
        Operation.Read(Every + "/catalog", Reading, ListSupportedAsync),
        Operation.Read(One, Reading, FindAsync),
        Operation.Change("PUT", One, Managing, ReplaceAsync),
        Operation.Change("DELETE", One, Managing, RemoveAsync),
        Operation.Change("POST", One + "/lifecycle/activate", Managing, ActivateAsync),
        // Not in Okta's description: where a push that is being enrolled says that it is asked how it stands.
        Operation.Change("POST", One + "/lifecycle/activate/poll", Managing, ActivateAsync),
        Operation.Change("POST", One + "/resend", Managing, ResendAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var user = (await users.FindAsync(call, call["userId"])).User;
        var active = (await stores.Factors.FactorsOfAsync(user.Id, call.Ct)).Where(ActiveFactors.IsOne)
            .Select(factor => new EnrolledFactor(factor, null));
        var pending = (await stores.PendingFactors.AllOfAsync(user.Id, call.Ct)).Select(kept => new EnrolledFactor(kept.Pending));
        return Answer.List(active.Concat(pending).OrderBy(enrolled => enrolled.Factor.CreatedAt)
            .ThenBy(enrolled => enrolled.Factor.Id, StringComparer.Ordinal).Select(enrolled => writer.Write(call, user, enrolled)));
    }

    /// <summary>Of those that the enrolment policy has for the user.</summary>
    async Task<Answer> ListSupportedAsync(ManagementCall call)
    {
        var user = (await users.FindAsync(call, call["userId"])).User;
        var enrolled = await stores.Factors.FactorsOfAsync(user.Id, call.Ct);
        return Answer.List(policies.Enrollable(user).Select(rule => FactorWriter.WriteSupported(call, user, rule, enrolled)));
    }

    async Task<Answer> EnrollAsync(ManagementCall call, Work work)
    {
        var user = (await users.FindAsync(call, call["userId"])).User;
        return Answer.Ok(writer.Write(call, user, await enrollment.EnrollAsync(call, work, user)));
    }

    async Task<Answer> FindAsync(ManagementCall call)
    {
        var user = (await users.FindAsync(call, call["userId"])).User;
        var pending = await stores.PendingFactors.FindAsync(user.Id, call["factorId"], call.Ct);
        var found = pending is null ? new(await FindActiveAsync(call, user), null) : new EnrolledFactor(pending.Pending);
        return Answer.Ok(writer.Write(call, user, found));
    }

    /// <summary>A question, with its answer; of other factors there is nothing to change.</summary>
    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var user = (await users.FindAsync(call, call["userId"])).User;
        var before = await FindActiveAsync(call, user);
        if (FactorKinds.Of(before) is not QuestionFactor kind)
            throw OktaError.NotPermitted();

        var after = kind.Enroll(FactorEnrollment.Profile(call.Body), user) with
        {
            Id = before.Id,
            CreatedAt = before.CreatedAt,
            LastUpdatedAt = enrollment.Now,
        };
        stores.Factors.ChangeFactor(work, after);
        return Answer.Ok(writer.Write(call, user, new(after, null)));
    }

    async Task<Answer> RemoveAsync(ManagementCall call, Work work)
    {
        var user = (await users.FindAsync(call, call["userId"])).User;
        if (await stores.PendingFactors.FindAsync(user.Id, call["factorId"], call.Ct) is { } pending)
            stores.PendingFactors.End(work, pending);
        else
            stores.Factors.RemoveFound(work, await FindActiveAsync(call, user));
        stores.PendingFactors.ForgetChallenges(work, call["factorId"]);
        return Answer.NoContent();
    }

    async Task<Answer> ActivateAsync(ManagementCall call, Work work)
    {
        var user = (await users.FindAsync(call, call["userId"])).User;
        var pending = await FindPendingAsync(call, user);
        return Answer.Ok(writer.Write(call, user, await enrollment.ActivateAsync(call, work, user, pending)));
    }

    async Task<Answer> ResendAsync(ManagementCall call, Work work)
    {
        var user = (await users.FindAsync(call, call["userId"])).User;
        var pending = await FindPendingAsync(call, user);
        return Answer.Ok(writer.Write(call, user, await enrollment.ResendAsync(work, user, pending, call.Ct)));
    }

    /// <summary>UNCONFIRMED: what is said of one that needs no activation any more.</summary>
    async Task<KeptPendingFactor> FindPendingAsync(ManagementCall call, User user)
    {
        if (await stores.PendingFactors.FindAsync(user.Id, call["factorId"], call.Ct) is { } pending)
            return pending;

        await FindActiveAsync(call, user);
        throw OktaError.Invalid("factorEnrollRequest", "A factor of this type is already set up.");
    }

    Task<Factor> FindActiveAsync(ManagementCall call, User user) =>
        ActiveFactors.FindAsync(stores.Factors, user, call["factorId"], call.Ct);
}

/// <summary>Those that have proved themselves.</summary>
static class ActiveFactors
{
    /// <summary>Whether this API knows the kind: temporary codes are Identity Engine's alone.</summary>
    public static bool IsOne(Factor factor) => factor.FactorType is not TemporaryCodeFactor.Type;

    /// <exception cref="OktaError">The user has none of that id.</exception>
    public static async Task<Factor> FindAsync(FactorStore factors, User user, string id, CancellationToken ct) =>
        (await factors.FactorsOfAsync(user.Id, ct)).Find(factor => factor.Id == id && IsOne(factor))
            ?? throw OktaError.NotFound(id, "UserFactor");
}

/// <summary>A factor as it is told.</summary>
/// <param name="Factor">It itself.</param>
/// <param name="Pending">What it must answer to be one; null: it is one.</param>
sealed record EnrolledFactor(Factor Factor, PendingFactor? Pending)
{
    public EnrolledFactor(PendingFactor pending)
        : this(pending.Factor, pending)
    {
    }

    /// <summary>How a push stands that is being enrolled.</summary>
    public string? Result { get; init; }

    public override string ToString() => Factor.ToString();
}
