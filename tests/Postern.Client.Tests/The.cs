using System.Security.Cryptography;

namespace Postern.Client.Tests;

/// <summary>Fixed data that tests share.</summary>
static class The
{
    public const string Org = "https://example.okta.com";
    public const string Issuer = $"{Org}/oauth2/default";
    public const string ClientId = "0oa1tstappAbcDefG5d7";
    public const string RedirectUri = "https://app.example.com/callback";
    public const string UserId = "00u1tstjoAbcDefGh5d7";
    public const string Login = "jo.tester@example.com";
    public const string Password = "Corr3ct-Horse!";
    public const string SessionToken = "201112O76UMFxFkM_R5Kjp1vRt-1fjORS_6ilI8ihN5KXSc7Tvo_hBK";
    public const string Code = "Ki9xJ0t3WmJ4Vb7cQd2eRf5gTh8jUk1lYn4oZp6qXr0";
    public const string RefreshToken = "575yx8xm5MslfY5ubiheyEd7P4zDL_ak6J0kGODKdin";
    public const string ClientSecret = "s3cr3t+with:odd/characters=and-some-length";
    public const string KeyId = "kid-1";

    public static readonly DateTimeOffset Now = new(2026, 2, 3, 10, 15, 30, TimeSpan.Zero);

    public static readonly RSA Key = RSA.Create(2048);

    public static readonly RSA OtherKey = RSA.Create(2048);

    public static readonly ECDsa EcKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
}
