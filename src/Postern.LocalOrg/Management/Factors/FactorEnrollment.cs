using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Steps;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Factors;

/// <summary>Enrols factors for users and lets them prove themselves: management.md 7, authn.md 7.</summary>
sealed class FactorEnrollment(SignInStores stores, Surroundings surroundings, OrgDirectory directory)
{
    const int UsualCodeLifetime = 300, LongestCodeLifetime = 86_400;

    /// <summary>UNCONFIRMED: how long a QR code can be scanned; as long as the factor waits at a sign-in.</summary>
    static readonly TimeSpan QrLifetime = TimeSpan.FromMinutes(5);

    public long Now => stores.Rows.Now;

    public async Task<EnrolledFactor> EnrollAsync(ManagementCall call, Work work, User user)
    {
        var kind = FactorKinds.Find(call.Body.Needed("factorType"), call.Body.Text("provider") ?? "OKTA")
            ?? throw new SignInRefusal.UnknownFactorKind();
        var (factor, seen) = await BeginAsync(call, work, user, kind);
        if (kind.IsActiveAtOnce || (kind is CodeFactor && call.Flag("activate", otherwise: false)))
            return Keep(work, user, factor, seen);

        var around = surroundings.Of(user, work);
        PendingFactor pending = new()
        {
            Factor = factor, Challenge = kind.IsChallenged ? await ChallengeAsync(kind, factor, around, CodeLifetime(call), call.Ct) : null,
        };
        if (factor.QrToken is { } token)
            stores.Factors.AddQrCode(work, token, EnrollStep.OtpAuthUri(factor, user), around.Now + QrLifetime);
        stores.PendingFactors.Add(work, user.Id, pending);
        return new(pending) { Result = kind.Awaits };
    }

    /// <summary>Takes the admin's word for it: no code is sent.</summary>
    public async Task<Factor> EnrollActiveAsync(ManagementCall call, Work work, User user, FactorKind kind)
    {
        var (factor, seen) = await BeginAsync(call, work, user, kind);
        return Keep(work, user, factor, seen).Factor;
    }

    /// <summary>What is enrolled, in the place of what was about to be, and the factors that were found beside it.</summary>
    async Task<(Factor Factor, List<Factor> Seen)> BeginAsync(ManagementCall call, Work work, User user, FactorKind kind)
    {
        if (!directory.Org.IsOn(kind))
            throw OktaError.NotPermitted();

        var factor = Fresh(kind, Profile(call.Body), user);
        var seen = await stores.Factors.FactorsOfAsync(user.Id, call.Ct);
        Check(call, seen, factor);
        foreach (var earlier in await stores.PendingFactors.AllOfAsync(user.Id, call.Ct))
            if (IsOfOneKind(earlier.Pending.Factor, factor))
                stores.PendingFactors.End(work, earlier);
        return (factor, seen);
    }

    /// <summary>Of a push: asks how it stands, or asks again.</summary>
    public async Task<EnrolledFactor> ActivateAsync(ManagementCall call, Work work, User user, KeptPendingFactor kept)
    {
        var (pending, kind) = (kept.Pending, FactorKinds.Of(kept.Pending.Factor));
        if (kind is PushFactor)
            return await PollAsync(work, user, kept, call.Ct);
        if (pending.IsTriedTooOften(Now))
            throw new SignInRefusal.TooManyAttempts();

        Factor proved;
        try
        {
            proved = await kind.ActivateAsync(
                pending.Factor, pending.Challenge, Answer(call.BodyOrNothing), surroundings.Of(user, work), call.Ct);
        }
        catch (SignInRefusal.WrongAnswer)
        {
            stores.PendingFactors.SpendAttempt(work, kept, pending.Counted(Now));
            throw;
        }

        stores.PendingFactors.End(work, kept);
        return await KeepAsync(work, user, proved, call.Ct);
    }

    public async Task<EnrolledFactor> ResendAsync(Work work, User user, KeptPendingFactor kept, CancellationToken ct)
    {
        var kind = FactorKinds.Of(kept.Pending.Factor);
        if (kind is not CodeFactor)
            throw new SignInRefusal.NotPermitted();

        var around = surroundings.Of(user, work);
        CodeFactor.CheckPause(kind.FactorType, kept.Pending.Challenge, around.Now);
        var pending = kept.Pending with { Challenge = await kind.ChallengeNewAsync(kept.Pending.Factor, around, ct) };
        stores.PendingFactors.Change(work, kept, pending);
        return new(pending);
    }

    /// <summary>What a body says of a factor's own: authn.md 7.4.</summary>
    public static FactorProfile Profile(RequestObject body)
    {
        var profile = body.ObjectOrNothing("profile");
        return new()
        {
            PhoneNumber = profile.Text("phoneNumber"), PhoneExtension = profile.Text("phoneExtension"), Question = profile.Text("question"),
            QuestionText = profile.Text("questionText"), Answer = profile.Text("answer"), CredentialId = profile.Text("credentialId"),
            Email = profile.Text("email"), Passcode = body.ObjectOrNothing("verify").Text("passCode") ?? body.Text("passCode"),
        };
    }

    public static FactorAnswer Answer(RequestObject body) => new()
    {
        Passcode = body.Text("passCode"), Text = body.Text("answer"),
        Key = new()
        {
            ClientData = body.Text("clientData"), Attestation = body.Text("attestation"),
            AuthenticatorData = body.Text("authenticatorData"), SignatureData = body.Text("signatureData"),
        },
    };

    Factor Fresh(FactorKind kind, FactorProfile profile, User user)
    {
        if (profile.Email is { } email && !email.Equals(user.Email, StringComparison.OrdinalIgnoreCase))
            throw new OktaError(
                StatusCodes.Status400BadRequest, OktaErrorCodes.ApiValidationFailed,
                "Api validation failed: Only verified primary or secondary email can be enrolled.");

        var factor = kind.Enroll(profile, user);
        return factor with
        {
            // management.md 1.6: a phone's id says so for as long as it is there.
            Id = OktaIds.New(factor.PhoneNumber is null ? kind.Prefix : "mbl"),
            QrToken = factor.FactorType is FactorTypes.Totp or FactorTypes.Push ? Secrets.NewSessionToken() : null,
            CreatedAt = Now,
            LastUpdatedAt = Now,
        };
    }

    /// <exception cref="OktaError">The user has one of that kind.</exception>
    static void Check(ManagementCall call, List<Factor> seen, Factor factor)
    {
        var existing = seen.FindAll(other => IsOfOneKind(other, factor));
        var mayReplace = factor.FactorType is FactorTypes.WebAuthn
            || (factor.PhoneNumber is not null && call.Flag("updatePhone", otherwise: false));
        if (existing.Count == 0 || mayReplace)
            return;
        if (existing.Exists(other => other.PhoneNumber is { } known && known != factor.PhoneNumber))
            throw new SignInRefusal.PhoneExists();
        throw OktaError.Invalid("factorEnrollRequest", "A factor of this type is already set up.");
    }

    static bool IsOfOneKind(Factor one, Factor other) => one.FactorType == other.FactorType && one.Provider == other.Provider;

    static async Task<Challenge> ChallengeAsync(
        FactorKind kind, Factor factor, FactorSurroundings around, int codeLifetime, CancellationToken ct)
    {
        var challenge = await kind.ChallengeNewAsync(factor, around, ct);
        return factor.FactorType is FactorTypes.Email ? challenge with { ExpiresAt = challenge.SentAt + codeLifetime } : challenge;
    }

    static int CodeLifetime(ManagementCall call)
    {
        if (call.Query("tokenLifetimeSeconds") is not { } asked)
            return UsualCodeLifetime;
        return int.TryParse(asked, out var seconds) && seconds is >= 1 and <= LongestCodeLifetime
            ? seconds
            : throw OktaError.Invalid(
                "tokenLifetimeSeconds", $"tokenLifetimeSeconds: must be between 1 and {LongestCodeLifetime}"); // UNCONFIRMED: the text
    }

    async Task<EnrolledFactor> PollAsync(Work work, User user, KeptPendingFactor kept, CancellationToken ct)
    {
        var pending = kept.Pending;
        var result = pending.Challenge is { } asked ? await PushFactor.ResultAsync(asked, stores.Factors, ct) : FactorResults.TimedOut;
        if (result is not FactorResults.Success)
            return new(pending) { Result = result };

        stores.PendingFactors.End(work, kept);
        return await KeepAsync(work, user, pending.Factor, ct);
    }

    async Task<EnrolledFactor> KeepAsync(Work work, User user, Factor proved, CancellationToken ct) =>
        Keep(work, user, proved with { LastUpdatedAt = Now }, await stores.Factors.FactorsOfAsync(user.Id, ct));

    /// <summary>One of each kind, a new one in the place of the old; of security keys there may be several.</summary>
    EnrolledFactor Keep(Work work, User user, Factor factor, List<Factor> seen)
    {
        var active = factor with { QrToken = null };
        if (factor.FactorType is FactorTypes.WebAuthn)
        {
            stores.Factors.AddFactor(work, user.Id, active);
            return new(active, null);
        }

        foreach (var old in seen)
            if (IsOfOneKind(old, factor))
                stores.Factors.RemoveFactor(work, old.Id);
        stores.Factors.AddFactorBeside(work, user.Id, active, seen);
        return new(active, null);
    }
}
