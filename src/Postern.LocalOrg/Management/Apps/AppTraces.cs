using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>What is left of a client that is deleted: one that comes after it under the same id begins anew.</summary>
sealed class AppTraces(TokenStore tokenStore, InteractionStore interactionStore)
{
    public void Forget(Work work, string clientId)
    {
        tokenStore.ForgetClient(work, clientId);
        interactionStore.ForgetClient(work, clientId);
    }
}
