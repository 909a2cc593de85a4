namespace Postern.Client;

/// <summary>A key that signs client assertions: RFC 7523.</summary>
sealed class AssertionKey
{
    public static AssertionKey FromSecret(string clientSecret, string algorithm) => throw new NotSupportedException();

    public static AssertionKey FromPrivateKey(string pemOrJwk, string? keyId, string? algorithm) => throw new NotSupportedException();

    public string Sign(TokenRequest request) => throw new NotSupportedException();
}
