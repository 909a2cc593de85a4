using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>What is left of a client that is deleted: one that comes after it under the same id begins anew.</summary>
sealed class AppTraces(TokenStore tokenStore, InteractionStore interactionStore, OrgDirectory directory)
{
    public async Task ForgetAsync(Work work, App gone, CancellationToken ct)
    {
        tokenStore.ForgetClient(work, gone.ClientId);
        interactionStore.ForgetClient(work, gone.ClientId);
        foreach (var app in await directory.Apps.AllAsync(ct))
            if (app.ClientId != gone.ClientId && app.TakesOverFrom(gone)
                && await directory.Apps.FindToChangeAsync(app.ClientId, ct) is { } trusting)
                directory.Apps.Change(work, trusting, trusting.Document.WithoutInterclient(gone.ClientId));
    }
}
