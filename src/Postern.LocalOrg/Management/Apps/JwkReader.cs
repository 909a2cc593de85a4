using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Reads a client's public keys, and says what is wrong with them: management.md 10.6.</summary>
static class JwkReader
{
    public const int Most = 50;
    const int ShortestModulus = 2048 / 8;

    /// <summary>What the API adds to a key; none of it is the key's.</summary>
    static readonly string[] Added = ["id", "status", "created", "lastUpdated", "_links"];

    /// <summary>Null where none was sent. One that was there already, by id or kid, stays the same.</summary>
    public static IReadOnlyList<ClientKey>? Read(IReadOnlyList<RequestObject>? keys, IReadOnlyList<ClientKey> before, long now)
    {
        if (keys is null or { Count: 0 })
            return null;
        if (keys.Count > Most)
            throw TooMany();

        var read = keys.Select(key => Read(key, before.FirstOrDefault(known => IsSame(known, key)), now)).ToList();
        if (keys.Count > 1 && read.Exists(key => KidOf(key) is null))
            throw WithoutKid();
        return read.Select(KidOf).Distinct().Count() == read.Count
            ? read
            : throw Wrong("All keys in the 'jwks' must have a unique kid.");
    }

    public static ClientKey Read(RequestObject key, ClientKey? before, long now)
    {
        CheckLength(key);
        return new()
        {
            Id = before?.Id ?? OktaIds.New(OktaIds.ClientKey),
            Jwk = Bare(key.Element),
            Status = key.Text("status") switch
            {
                null => before?.Status ?? Lifecycle.Active,
                "ACTIVE" => Lifecycle.Active,
                "INACTIVE" => Lifecycle.Inactive,
                _ => throw OktaError.Malformed(),
            },
            CreatedAt = before?.CreatedAt ?? now,
            LastUpdatedAt = now,
        };
    }

    public static string? KidOf(ClientKey key) => key.Jwk.TryGetProperty("kid", out var kid) ? kid.GetString() : null;

    public static OktaError TooMany(int most = Most) => Wrong(
        $"You can't create a new key. You have reached the maximum number of keys allowed ({most}). To add another key, you must first " +
        "delete an existing one.");

    public static OktaError WithoutKid() => Wrong(
        "Each key should have a unique kid when adding multiple keys. Use the Apps API to update the JWKS to add a kid for the existing " +
        "key, or delete the existing key and re-add the key with a kid using the JWKS APIs.");

    public static OktaError Wrong(string cause) => OktaError.Invalid("JsonWebKey", cause);

    static bool IsSame(ClientKey known, RequestObject key) =>
        key.Text("id") is { } id ? id == known.Id : key.Text("kid") is { } kid && kid == KidOf(known);

    /// <summary>No modulus is too short a one.</summary>
    static void CheckLength(RequestObject key)
    {
        if (key.Needed("kty") is "EC" ? key.Text("x") is null || key.Text("y") is null : ModulusOf(key) < ShortestModulus)
            throw Wrong("RSA key length in the 'jwks' is less than '2,048' bits for the given key.");
    }

    static int ModulusOf(RequestObject key)
    {
        var modulus = key.Text("n") ?? "";
        var bytes = new byte[Base64Url.GetMaxDecodedLength(modulus.Length)];
        return Base64Url.DecodeFromChars(modulus, bytes, out _, out var length) is OperationStatus.Done ? length : 0;
    }

    static JsonElement Bare(JsonElement key)
    {
        var bare = PublicKeys.Of(key);
        foreach (var member in Added)
            bare.Remove(member);
        return JsonSerializer.SerializeToElement(bare, DirectoryJson.Default.JsonObject);
    }
}
