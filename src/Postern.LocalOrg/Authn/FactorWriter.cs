using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn;

/// <summary>Writes factors: to choose from, chosen, to be enrolled, to be activated (authn.md 6.5 to 6.12).</summary>
sealed class FactorWriter(OrgUrls urls, OrgDirectory directory)
{
    /// <summary>One of those a user has, in <c>MFA_REQUIRED</c>.</summary>
    public FactorBody Choice(Factor factor) => new()
    {
        Id = factor.Id, FactorType = factor.FactorType, Provider = factor.Provider, VendorName = factor.Provider, Profile = Profile(factor),
        Links = new() { Verify = Link($"/factors/{factor.Id}/verify") },
    };

    /// <summary>One of those a user has, in <c>UNAUTHENTICATED</c>: of a phone for push nothing is shown (authn.md 6.5).</summary>
    public FactorBody BeforeSignIn(Factor factor) =>
        factor.FactorType is FactorTypes.Push ? Choice(factor) with { Profile = new() } : Choice(factor);

    /// <summary>The one in <c>MFA_CHALLENGE</c>; without <c>vendorName</c>, as recorded.</summary>
    public static FactorBody Chosen(SignInState.FactorChallenged state) => new()
    {
        Id = state.Factor.Id, FactorType = state.Factor.FactorType, Provider = state.Factor.Provider, Profile = Profile(state.Factor),
        Embedded = state.Transaction.Challenge switch
        {
            { CorrectAnswer: { } number } => new() { Challenge = new() { CorrectAnswer = number } },
            { Nonce: not null } => new() { Challenge = WebAuthnWriter.Challenge(state.Transaction.Challenge) },
            _ => null,
        },
    };

    /// <summary>One of those in <c>MFA_ENROLL</c>.</summary>
    public FactorBody Enrollable(FactorRule rule, SignInState.ChoosingEnrollment state)
    {
        var enrolled = state.Enrolled;
        var phones = rule.FactorType is FactorTypes.Sms or FactorTypes.Call
            ? enrolled.Where(factor => factor.PhoneNumber is not null).DistinctBy(factor => factor.PhoneNumber).Select(Phone).ToList()
            : [];
        return new()
        {
            FactorType = rule.FactorType, Provider = rule.Provider, VendorName = rule.Provider,
            Embedded = phones.Count > 0 ? new() { Phones = phones } : null,
            Links = new()
            {
                Questions = rule.FactorType is FactorTypes.Question
                    ? Link($"{urls.Public}/api/v1/users/{state.Credentials!.User.Id}/factors/questions", null, "GET")
                    : null,
                Enroll = Link("/factors"),
            },
            Status = NextState.IsEnrolled(rule, enrolled) ? "ACTIVE" : "NOT_SETUP",
            Enrollment = rule.IsRequired ? "REQUIRED" : "OPTIONAL",
        };
    }

    /// <summary>The one in <c>MFA_ENROLL_ACTIVATE</c>.</summary>
    public FactorBody Enrolling(SignInState.Enrolling state)
    {
        var (factor, transaction, user) = (state.Factor, state.Transaction, state.Credentials!.User);
        return new()
        {
            Id = factor.Id, FactorType = factor.FactorType, Provider = factor.Provider, VendorName = factor.Provider,
            Profile = factor.FactorType is FactorTypes.Push or FactorTypes.WebAuthn ? null : Profile(factor),
            Embedded = factor.FactorType switch
            {
                FactorTypes.Totp =>
                    new()
                    {
                        Activation = new()
                        {
                            TimeStep = 30,
                            SharedSecret = factor.Secret,
                            Encoding = "base32",
                            KeyLength = 6,
                            Links = new() { Qrcode = QrCode(factor, user) },
                        },
                    },
                FactorTypes.Push => new() { Activation = PushActivation(transaction, factor, user) },
                FactorTypes.WebAuthn => new()
                {
                    Activation = WebAuthnWriter.Activation(transaction.Challenge!, user, state.Enrolled, urls.Public, directory.Org.Name),
                },
                _ => null,
            },
        };
    }

    /// <summary>All but <c>cancel</c>.</summary>
    public LinksBody Links(Transaction transaction)
    {
        var factor = transaction.Factor!;
        var isEnrolling = transaction.Status is AuthnStatuses.MfaEnrollActivate;
        var isWaiting = transaction.FactorResult is FactorResults.Waiting;
        var verify = isEnrolling
            ? $"/factors/{factor.Id}/lifecycle/activate"
            : $"/factors/{(transaction.Challenge is { IsForAny: true } ? factor.FactorType : factor.Id)}/verify";
        var resend = isEnrolling ? $"/factors/{factor.Id}/lifecycle/resend" : $"/factors/{factor.Id}/verify/resend";
        return new()
        {
            Next = isWaiting ? Link(isEnrolling ? verify + "/poll" : verify, "poll") : Link(verify, isEnrolling ? "activate" : "verify"),
            Prev = Link("/previous"),
            Resend = Channel(factor, isEnrolling) is { } name ? new[] { Link(resend, name) } : null,
        };
    }

    static string? Channel(Factor factor, bool isEnrolling) =>
        factor.FactorType is FactorTypes.Sms or FactorTypes.Call or FactorTypes.Email
            || (factor.FactorType is FactorTypes.Push && !isEnrolling)
            ? factor.FactorType
            : null;

    ActivationBody PushActivation(Transaction transaction, Factor factor, User user)
    {
        var isWaiting = transaction.FactorResult is FactorResults.Waiting;
        var activate = $"/factors/{factor.Id}/lifecycle/activate";
        return new()
        {
            ExpiresAt = isWaiting ? StateWriter.Instant(DateTimeOffset.FromUnixTimeSeconds(transaction.Challenge!.ExpiresAt)) : null,
            FactorResult = transaction.FactorResult,
            Links = new()
            {
                Activate = isWaiting ? null : Link(activate, "activate"),
                Send = [Link(activate + "/email", "email"), Link(activate + "/sms", "sms")],
                Qrcode = isWaiting ? QrCode(factor, user) : null,
            },
        };
    }

    LinkBody QrCode(Factor factor, User user) =>
        new() { Href = urls.QrCode(user.Id, factor.Id, factor.QrToken), Type = "image/png" };

    static FactorProfileBody? Profile(Factor factor) => factor.FactorType switch
    {
        FactorTypes.Sms or FactorTypes.Call =>
            new() { PhoneNumber = PhoneNumbers.Masked(factor.PhoneNumber ?? ""), PhoneExtension = factor.PhoneExtension },
        FactorTypes.WebAuthn => new() { CredentialId = factor.CredentialId, AuthenticatorName = "Authenticator" }, // UNCONFIRMED: the name
        FactorTypes.Email => new() { Email = PhoneNumbers.MaskedEmail(factor.Email ?? "") },
        FactorTypes.Question => new()
        {
            Question = factor.Question,
            QuestionText = QuestionFactor.Questions.GetValueOrDefault(factor.Question ?? "", factor.Question ?? ""),
        },
        FactorTypes.Push => new()
        {
            CredentialId = factor.CredentialId,
            DeviceType = "SmartPhone_IPhone",
            Name = "Test phone",
            Platform = "IOS",
            Version = "17.2",
        },
        _ => new() { CredentialId = factor.CredentialId },
    };

    static PhoneBody Phone(Factor factor) =>
        new()
        {
            Id = "mbl" + factor.Id[3..],
            Profile = new() { PhoneNumber = PhoneNumbers.Masked(factor.PhoneNumber!) },
            Status = "ACTIVE",
        };

    LinkBody Link(string path, string? name = null, string method = "POST") =>
        new() { Name = name, Href = path.StartsWith('/') ? urls.Public + Paths.Authn + path : path, Hints = new() { Allow = [method] } };
}
