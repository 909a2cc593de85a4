namespace Postern.LocalOrg.Authn.Steps;

/// <summary>Shows a transaction as it stands; its lifetime begins again (authn.md 10).</summary>
sealed class CurrentStateStep : IAuthnStep
{
    public string Path => "/introspect";

    public IReadOnlyList<string> Statuses => [];

    public Task<Turn> TakeAsync(AuthnCall call, CancellationToken ct) => Task.FromResult<Turn>(new Turn.To(call.Transaction));
}
