namespace Postern.Testing.Tests;

/// <summary>What is the same for every test.</summary>
static class The
{
    public static CancellationToken Ct => TestContext.Current.CancellationToken;
}
