namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Values of <c>recoveryType</c>: authn.md 4.</summary>
static class RecoveryTypes
{
    public const string Password = "PASSWORD";
    public const string Unlock = "UNLOCK";
    public const string AccountActivation = "ACCOUNT_ACTIVATION";
}
