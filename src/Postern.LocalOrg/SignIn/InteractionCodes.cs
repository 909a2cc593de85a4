using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.SignIn;

/// <summary>The codes that interactions end with: of each there is one, kept by the work that finishes it, whichever surface's.</summary>
sealed class InteractionCodes(AuthorizationCodes codes, TokenStore tokenStore)
{
    /// <summary>The same for whoever asks again.</summary>
    public async Task<string> OfAsync(SignInOutcome.Pending finished, Work work)
    {
        var code = await codes.OfAsync(finished.StateToken);
        var transaction = finished.State.Transaction;
        if (finished.HasChanged)
            tokenStore.AddCode(work, code, Code(transaction, transaction.Interaction!), finished.ExpiresAt);
        return code;
    }

    static AuthorizationCode Code(Transaction transaction, Interaction interaction) => new()
    {
        IsOfInteraction = true,
        AuthorizationServerId = interaction.AuthorizationServerId,
        ClientId = transaction.AppId!,
        RedirectUri = interaction.RedirectUri,
        UserId = transaction.UserId,
        Scopes = interaction.Declined.Count == 0 ? interaction.Scopes : [.. interaction.Scopes.Except(interaction.Declined)],
        HasDefaultScopes = interaction.HasDefaultScopes,
        Nonce = interaction.Nonce,
        CodeChallenge = interaction.CodeChallenge,
        AuthenticatedAt = interaction.AuthenticatedAt ?? interaction.FinishedAt!.Value,
        Methods = transaction.Methods,
        Context = interaction.Context,
        Address = transaction.Address,
    };
}
