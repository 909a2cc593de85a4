using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Users;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Factors;

/// <summary>Asks a user's factors and takes their answers, outside of a sign-in: management.md 7.</summary>
sealed class FactorVerification(SignInStores stores, Surroundings surroundings, NamedUsers users) : IOperations
{
    const string Transaction = FactorOperations.One + "/transactions/{transactionId}";

    /// <summary>For so long what became of it can be asked.</summary>
    static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    readonly FactorFailures _failures = new(stores.Credentials);

    public IEnumerable<Operation> All =>
    [
        Operation.Change("POST", FactorOperations.One + "/verify", FactorOperations.Managing, VerifyAsync),
        Operation.Read(Transaction, FactorOperations.Reading, PollAsync),
        Operation.Change("DELETE", Transaction, FactorOperations.Managing, CancelAsync),
    ];

    async Task<Answer> VerifyAsync(ManagementCall call, Work work)
    {
        var user = (await users.FindAsync(call, call["userId"])).User;
        var factor = await ActiveFactors.FindAsync(stores.Factors, user, call["factorId"], call.Ct);
        var (kind, answer) = (FactorKinds.Of(factor), FactorEnrollment.Answer(call.BodyOrNothing));
        var challenge = await stores.PendingFactors.FindChallengeAsync(factor.Id, factor.Id, call.Ct);
        if (!kind.HasAnswer(answer))
            return await AskAsync(call, work, user, factor, challenge);

        await _failures.CountingAsync(
            user, [factor], () => kind.VerifyAsync(factor, challenge, answer, surroundings.Of(user, work), call.Ct), work, call.Ct);
        if (challenge is not null)
            stores.PendingFactors.SpendChallenge(work, factor.Id);
        return Answer.Ok(new JsonObject { ["factorResult"] = FactorResults.Success });
    }

    async Task<Answer> AskAsync(ManagementCall call, Work work, User user, Factor factor, Challenge? last)
    {
        var kind = FactorKinds.Of(factor);
        if (!kind.IsChallenged)
            throw new SignInRefusal.Blank(kind is QuestionFactor ? SignInField.Answer : SignInField.Passcode);

        var around = surroundings.Of(user, work);
        CodeFactor.CheckPause(factor.FactorType, last, around.Now);
        var challenge = await kind.ChallengeAsync(factor, around, call.Ct);
        if (kind is not PushFactor)
        {
            stores.PendingFactors.Ask(
                work, factor.Id, factor, user.Id, challenge, DateTimeOffset.FromUnixTimeSeconds(challenge.ExpiresAt));
            return Answer.Ok(FactorWriter.WriteAsked(call, user, factor, challenge));
        }

        var id = "v2mst." + Secrets.New(17)[..22];
        stores.PendingFactors.Ask(work, id, factor, user.Id, challenge, around.Now + Remembered);
        return Answer.Created(FactorWriter.WritePush(call, user, factor, new(id, challenge, FactorResults.Waiting)));
    }

    async Task<Answer> PollAsync(ManagementCall call)
    {
        var user = (await users.FindAsync(call, call["userId"])).User;
        var factor = await ActiveFactors.FindAsync(stores.Factors, user, call["factorId"], call.Ct);
        var challenge = await FindAsync(call, factor);
        var result = await PushFactor.ResultAsync(challenge, stores.Factors, call.Ct);
        return Answer.Ok(FactorWriter.WritePush(call, user, factor, new(call["transactionId"], challenge, result)));
    }

    async Task<Answer> CancelAsync(ManagementCall call, Work work)
    {
        var user = (await users.FindAsync(call, call["userId"])).User;
        var factor = await ActiveFactors.FindAsync(stores.Factors, user, call["factorId"], call.Ct);
        var challenge = await FindAsync(call, factor);
        stores.PendingFactors.SpendChallenge(work, call["transactionId"]);
        if (challenge.PushId is { } push)
            stores.Factors.WithdrawPush(work, push);
        return Answer.NoContent();
    }

    /// <summary>UNCONFIRMED: what a transaction is called.</summary>
    async Task<Challenge> FindAsync(ManagementCall call, Factor factor) =>
        call["transactionId"] != factor.Id
            && await stores.PendingFactors.FindChallengeAsync(call["transactionId"], factor.Id, call.Ct) is { } challenge
            ? challenge
            : throw OktaError.NotFound(call["transactionId"], "FactorTransaction");
}

/// <summary>A push that was sent outside of a sign-in, and how it stands.</summary>
sealed record PushTransaction(string Id, Challenge Challenge, string Result);
