namespace Postern.LocalOrg.Authn.Steps;

/// <summary>Ends the transaction: its state token is good for nothing more (authn.md 6.17).</summary>
sealed class CancelStep : IAuthnStep
{
    public string Path => "/cancel";

    public IReadOnlyList<string> Statuses => [];

    public Task<Turn> TakeAsync(AuthnCall call, CancellationToken ct) => Task.FromResult<Turn>(new Turn.Cancelled());
}
