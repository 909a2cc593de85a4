using System.Globalization;
using Postern.Local.SignIn;
using Postern.Local.Storage;
using Postern.Local.Tokens;
using Postern.Protocol;

namespace Postern.Local.Authn;

/// <summary>Begins transactions and shows them: the transaction object of each status (authn.md 6).</summary>
sealed class Transactions(OrgStore store, Sessions sessions, OrgUrls urls)
{
    static readonly TimeSpan StateTokenLifetime = TimeSpan.FromMinutes(5);

    public Task<TransactionBody> BeginAsync(SignInOutcome outcome, string? relayState, CancellationToken ct) => outcome switch
    {
        SignInOutcome.Accepted(var user) => SucceedAsync(user, relayState, ct),
        SignInOutcome.PasswordExpired(var user) => WaitAsync(user, new(user.Id, AuthnStatuses.PasswordExpired, relayState), ct),
        SignInOutcome.FactorRequired(var user) => WaitAsync(user, new(user.Id, AuthnStatuses.MfaRequired, relayState), ct),
        SignInOutcome.EnrollmentRequired(var user) => WaitAsync(user, new(user.Id, AuthnStatuses.MfaEnroll, relayState), ct),
        SignInOutcome.LockedOut => Task.FromResult(LockedOut() with { RelayState = relayState }),
        _ => throw OktaError.AuthenticationFailed(),
    };

    /// <summary>The current state of a transaction that a state token names.</summary>
    public async Task<TransactionBody> ContinueAsync(string stateToken, CancellationToken ct)
    {
        var expiresAt = store.Time.GetUtcNow() + StateTokenLifetime;
        if (await store.UseStateTokenAsync(stateToken, expiresAt, ct) is not { } transaction || await store.FindUserAsync(transaction.UserId, ct) is not { } user)
            throw OktaError.InvalidToken();

        return Show(user, transaction, stateToken, expiresAt);
    }

    async Task<TransactionBody> SucceedAsync(User user, string? relayState, CancellationToken ct)
    {
        var (token, expiresAt) = await sessions.IssueTokenAsync(user, "pwd", ct);
        return new()
        {
            ExpiresAt = Instant(expiresAt), Status = AuthnStatuses.Success, RelayState = relayState, SessionToken = token, Embedded = new() { User = Show(user) },
        };
    }

    async Task<TransactionBody> WaitAsync(User user, PendingTransaction transaction, CancellationToken ct)
    {
        var stateToken = Secrets.NewStateToken();
        var expiresAt = store.Time.GetUtcNow() + StateTokenLifetime;
        await store.AddStateTokenAsync(stateToken, transaction, expiresAt, ct);
        return Show(user, transaction, stateToken, expiresAt);
    }

    TransactionBody Show(User user, PendingTransaction transaction, string stateToken, DateTimeOffset expiresAt) => new()
    {
        StateToken = stateToken,
        ExpiresAt = Instant(expiresAt),
        Status = transaction.Status,
        RelayState = transaction.RelayState,
        Embedded = transaction.Status switch
        {
            AuthnStatuses.MfaRequired => new() { User = Show(user), Factors = [.. user.Factors.Select(factor => Show(factor, user))], Policy = NothingRemembered },
            AuthnStatuses.MfaEnroll => new() { User = Show(user), Factors = [Enrollable("token:software:totp")] },
            _ => new() { User = Show(user), Policy = new() { Complexity = new() } },
        },
        Links = new()
        {
            Next = transaction.Status is AuthnStatuses.PasswordExpired ? Link("/credentials/change_password", "changePassword") : null,
            Cancel = Link("/cancel"),
        },
    };

    TransactionBody LockedOut() => new()
    {
        Status = AuthnStatuses.LockedOut,
        Embedded = new(),
        Links = new() { Next = Link("/recovery/unlock", "unlock"), Cancel = Link("/cancel") },
    };

    static PolicyBody NothingRemembered => new()
    {
        AllowRememberDevice = false, RememberDeviceLifetimeInMinutes = 0, RememberDeviceByDefault = false, FactorsPolicyInfo = new Dictionary<string, bool>(),
    };

    static UserBody Show(User user) => new()
    {
        Id = user.Id,
        PasswordChanged = Instant(DateTimeOffset.FromUnixTimeSeconds(user.CreatedAt)),
        Profile = new() { Login = user.Login, FirstName = user.FirstName, LastName = user.LastName, Locale = user.Locale, TimeZone = user.TimeZone },
    };

    FactorBody Show(Factor factor, User user) => new()
    {
        Id = factor.Id, FactorType = factor.FactorType, Provider = factor.Provider, VendorName = factor.Provider,
        Profile = new() { CredentialId = user.Login },
        Links = new() { Verify = Link($"/factors/{factor.Id}/verify") },
    };

    FactorBody Enrollable(string factorType) => new()
    {
        FactorType = factorType, Provider = "OKTA", VendorName = "OKTA", Status = "NOT_SETUP", Enrollment = "REQUIRED",
        Links = new() { Enroll = Link("/factors") },
    };

    LinkBody Link(string path, string? name = null) => new() { Name = name, Href = urls.Public + Paths.Authn + path };

    /// <summary>Milliseconds always printed: authn.md 1.</summary>
    static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
