using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Management.Users;

/// <summary>Passwords and recovery questions of users: management.md 5.6.</summary>
sealed class UserCredentials(
    OrgStore store, OrgDirectory directory, SignInStores stores, UserRecords records, NewPasswords passwords, SignInPolicies policies,
    RecoveryMessages messages) : IOperations
{
    const string Path = "/api/v1/users/{userId}/credentials/", Managing = "okta.users.manage";

    readonly NamedUsers _users = new(records);

    public IEnumerable<Operation> All =>
    [
        Of("change_password", ChangePassword),
        Of("change_recovery_question", ChangeQuestion),
        Of("forgot_password", Forget),
        Of("forgot_password_recovery_question", Recover),
    ];

    Operation Of(string name, Func<ManagementCall, Work, UserRecord, Answer> handle) => Operation.Change(
        "POST", Path + name, Managing, async (call, work) => handle(call, work, await _users.FindAsync(call, call["userId"])));

    Answer ChangePassword(ManagementCall call, Work work, UserRecord user)
    {
        var (old, next) = (ValueOf(call.Body, "oldPassword"), ValueOf(call.Body, "newPassword"));
        if (user.State is not (UserState.Staged or UserState.Active or UserState.PasswordExpired or UserState.Recovery)
            || user.User.IdentityProvider is not null)
            throw UserErrors.ChangeNotAllowed();
        if (!Passwords.Matches(user.Credentials.PasswordHash, old))
            throw UserErrors.NotChanged("oldPassword: The credentials provided were incorrect.");

        var changed = Set(call, work, user.Credentials, next);
        if (call.Body.Flag("revokeSessions") is true)
            stores.Sessions.EndSessions(work, user.Id);
        return Answer.Ok(UserWriter.Credentials(changed));
    }

    Answer ChangeQuestion(ManagementCall call, Work work, UserRecord user)
    {
        var password = ValueOf(call.Body, "password");
        var sent = call.Body.NeededObject("recovery_question");
        var (question, answer) = (sent.Needed("question"), SentCredentials.AnswerOf(sent));
        if (user.State is not (UserState.Staged or UserState.Active or UserState.Recovery))
            throw UserErrors.QuestionNotAllowed();
        if (!Passwords.Matches(user.Credentials.PasswordHash, password))
            throw UserErrors.NotChanged("password: The credentials provided were incorrect.");

        var after = user.User with
        {
            RecoveryQuestion = question,
            RecoveryAnswerHash = Passwords.HashAnswer(answer),
            LastUpdatedAt = store.Now,
        };
        directory.Users.Change(work, user.Kept, after);
        return Answer.Ok(UserWriter.Credentials(user.Credentials with { User = after }));
    }

    /// <summary>With a body it is answered by the question at once.</summary>
    Answer Forget(ManagementCall call, Work work, UserRecord user)
    {
        if (call.BodyOrNothing.Has("recovery_question"))
            return Recover(call, work, user);

        CheckMayForget(user);
        if (user.State is not UserState.Recovery)
            stores.Credentials.MoveState(work, user.Credentials, UserState.Recovery);
        return new PasswordReset(messages, policies).Begin(call, work, user, "signin/reset-password");
    }

    Answer Recover(ManagementCall call, Work work, UserRecord user)
    {
        var (next, answer) = (ValueOf(call.Body, "password"), call.Body.NeededObject("recovery_question").Needed("answer"));
        CheckMayForget(user);
        if (user.User.RecoveryAnswerHash is not { } hash || !Passwords.CheckAnswer(hash, answer))
            throw UserErrors.WrongAnswer();

        return Answer.Ok(UserWriter.Credentials(Set(call, work, user.Credentials, next)));
    }

    void CheckMayForget(UserRecord user)
    {
        if (user.State is not (UserState.Active or UserState.PasswordExpired or UserState.LockedOut or UserState.Recovery)
            || user.User.IdentityProvider is not null || !policies.Password(user.User).AllowsReset)
            throw UserErrors.ForgotNotAllowed();
    }

    Credentials Set(ManagementCall call, Work work, Credentials before, string password)
    {
        try
        {
            return call.Flag("strict", otherwise: false)
                ? passwords.Set(work, before, password, revokesSessions: false, isReset: false)
                : passwords.SetForAdmin(work, before, password);
        }
        catch (SignInRefusal.NewPasswordRefused refused)
        {
            throw UserErrors.NotChanged(PasswordRules.Sentence(refused.Policy));
        }
    }

    static string ValueOf(RequestObject body, string member) => body.NeededObject(member).Needed("value");
}
