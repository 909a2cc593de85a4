using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Authenticators;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Users;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Factors;

/// <summary>A user's factors as enrolments of the org's authenticators, the password among them: Okta's description.</summary>
sealed class EnrollmentOperations(
    SignInStores stores, FactorEnrollment enrollment, AuthenticatorShelf authenticators, NamedUsers users) : IOperations
{
    const string Every = "/api/v1/users/{userId}/authenticator-enrollments", One = Every + "/{enrollmentId}";
    const int FewestMinutes = 10, UsualMinutes = 120, MostMinutes = 10 * 24 * 60;

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Every, FactorOperations.Reading, ListAsync),
        Operation.Change("POST", Every + "/phone", FactorOperations.Managing, AddPhoneAsync),
        Operation.Change("POST", Every + "/tac", FactorOperations.Managing, AddTemporaryCodeAsync),
        Operation.Read(One, FactorOperations.Reading, ShowAsync),
        Operation.Change("DELETE", One, FactorOperations.Managing, DeleteAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var user = await users.FindAsync(call, call["userId"]);
        return Answer.List((await AllAsync(user, call.Ct)).Select(each => Write(call, user.User, each)));
    }

    async Task<Answer> ShowAsync(ManagementCall call)
    {
        var user = await users.FindAsync(call, call["userId"]);
        return Answer.Ok(Write(call, user.User, await FindAsync(call, user)));
    }

    /// <summary>For text messages, and active: the admin knows whose it is.</summary>
    async Task<Answer> AddPhoneAsync(ManagementCall call, Work work)
    {
        var user = (await users.FindAsync(call, call["userId"])).User;
        var authenticator = await authenticators.FindAsync(call.Body.Needed("authenticatorId"), call.Ct);
        if (authenticator.Key is not OrgFactors.Phone)
            throw OktaError.Invalid("authenticatorId", "authenticatorId: The field has an invalid value"); // UNCONFIRMED: the words

        var factor = await enrollment.EnrollActiveAsync(call, work, user, FactorKinds.Find(FactorTypes.Sms, "OKTA")!);
        return Answer.Ok(Write(call, user, Of(factor, user, authenticator)));
    }

    /// <summary>The code is told now, and never again. UNCONFIRMED: how long it may last, and lasts where nobody says.</summary>
    async Task<Answer> AddTemporaryCodeAsync(ManagementCall call, Work work)
    {
        var user = (await users.FindAsync(call, call["userId"])).User;
        var authenticator = await authenticators.FindAsync(call.Body.Needed("authenticatorId"), call.Ct);
        if (authenticator is not { Key: TemporaryCodeFactor.Type, Status: Lifecycle.Active })
            throw OktaError.Invalid("authenticatorId", "authenticatorId: The field has an invalid value"); // UNCONFIRMED: the words

        var profile = call.Body.ObjectOrNothing("profile");
        var minutes = profile.Number("ttl") ?? UsualMinutes;
        if (minutes is < FewestMinutes or > MostMinutes)
            throw OktaError.Invalid("profile.ttl", $"profile.ttl: The field must be between {FewestMinutes} and {MostMinutes}");

        Factor factor = new()
        {
            Id = OktaIds.New(TemporaryCodeFactor.Kind.Prefix), FactorType = TemporaryCodeFactor.Type,
            Provider = TemporaryCodeFactor.Provided, Secret = TemporaryCodeFactor.NewCode(),
            IsReusable = profile.Flag("multiUse") ?? false, ExpiresAt = authenticators.Now + minutes * 60,
            CreatedAt = authenticators.Now, LastUpdatedAt = authenticators.Now,
        };
        var seen = await stores.Factors.FactorsOfAsync(user.Id, call.Ct);
        foreach (var earlier in seen.FindAll(other => other.FactorType is TemporaryCodeFactor.Type))
            stores.Factors.RemoveFactor(work, earlier.Id);
        // Of those who make one at once each is told a code that is good, or looks again.
        stores.Factors.AddFactorBeside(work, user.Id, factor, seen);
        var written = Write(call, user, Of(factor, user, authenticator));
        written["profile"]!.AsObject()["tac"] = factor.Secret;
        return Answer.Ok(written);
    }

    /// <summary>UNCONFIRMED: that a password cannot be given up.</summary>
    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var user = await users.FindAsync(call, call["userId"]);
        var factor = (await FindAsync(call, user)).Factor ?? throw OktaError.NotPermitted();
        stores.Factors.RemoveFound(work, factor);
        stores.PendingFactors.ForgetChallenges(work, factor.Id);
        return Answer.NoContent();
    }

    /// <summary>UNCONFIRMED: the type's name in the error.</summary>
    async Task<Enrollment> FindAsync(ManagementCall call, UserRecord user) =>
        (await AllAsync(user, call.Ct)).FirstOrDefault(each => each.Id == call["enrollmentId"])
            ?? throw OktaError.NotFound(call["enrollmentId"], "AuthenticatorEnrollment");

    async Task<IReadOnlyList<Enrollment>> AllAsync(UserRecord user, CancellationToken ct)
    {
        var known = await authenticators.AllAsync(ct);
        List<Enrollment> all = [];
        if (user.Credentials.PasswordHash.Length > 0 && known.FirstOrDefault(each => each.Key is OrgFactors.Password) is { } password)
            all.Add(new(
                OktaIds.Of("lae", user.Id), password, null, user.User.CreatedAt,
                Math.Max(user.Credentials.PasswordChangedAt, user.User.CreatedAt)));
        foreach (var factor in await stores.Factors.FactorsOfAsync(user.Id, ct))
            if (OrgFactors.Find(factor.FactorType, factor.Provider) is { } kind && !(factor.ExpiresAt <= authenticators.Now))
                all.Add(Of(
                    factor, user.User,
                    known.FirstOrDefault(each => each.Key == kind.Authenticator) ?? KnownAuthenticators.Find(kind.Authenticator, now: 0)!));
        return all;
    }

    static Enrollment Of(Factor factor, User user, Authenticator authenticator) => new(
        factor.Id, authenticator, factor, factor.CreatedAt is 0 ? user.CreatedAt : factor.CreatedAt,
        factor.LastUpdatedAt is 0 ? user.CreatedAt : factor.LastUpdatedAt);

    static JsonObject Write(ManagementCall call, User user, Enrollment enrollment)
    {
        var url = call.Url($"/users/{user.Id}");
        JsonObject written = new()
        {
            ["type"] = KnownAuthenticators.TypeOf(enrollment.Authenticator.Key), ["id"] = enrollment.Id,
            ["key"] = enrollment.Authenticator.Key, ["status"] = "ACTIVE", ["name"] = enrollment.Authenticator.Name,
        };
        if (Profile(call, enrollment.Factor) is { } profile)
            written["profile"] = profile;
        written["nickname"] = null;
        written["created"] = Wire.Instant(enrollment.CreatedAt);
        written["lastUpdated"] = Wire.Instant(enrollment.LastUpdatedAt);
        written["_links"] = new JsonObject
        {
            ["self"] = Wire.Link($"{url}/authenticator-enrollments/{enrollment.Id}", "GET", "DELETE"), ["user"] = Wire.Link(url, "GET"),
            ["authenticator"] = Wire.Link(call.Url($"/authenticators/{enrollment.Authenticator.Id}"), "GET"),
        };
        return written;
    }

    /// <summary>A number is shown to whoever asks to see it.</summary>
    static JsonObject? Profile(ManagementCall call, Factor? factor)
    {
        if (factor?.PhoneNumber is { } number)
        {
            var isShown = call.Http.Request.Query["discloseIdentifiers"].Any(words => words?.Split(',').Contains("phone") is true);
            return new() { ["phoneNumber"] = isShown ? number : PhoneNumbers.Masked(number) };
        }

        if (factor is { ExpiresAt: { } expiresAt })
            return new() { ["multiUse"] = factor.IsReusable, ["expiresAt"] = Wire.Instant(expiresAt) };

        return factor?.Email is { } email ? new() { ["email"] = email } : null;
    }

    /// <param name="Id">The factor's; of a password, made of the user's.</param>
    /// <param name="Authenticator">Of which it is one.</param>
    /// <param name="Factor">Null: a password.</param>
    /// <param name="CreatedAt">In seconds since the epoch.</param>
    /// <param name="LastUpdatedAt">The same.</param>
    sealed record Enrollment(string Id, Authenticator Authenticator, Factor? Factor, long CreatedAt, long LastUpdatedAt);
}
