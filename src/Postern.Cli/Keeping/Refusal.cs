using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>What an org has refused, and until when nobody asks again.</summary>
sealed record Refusal(Failure Failure, TimeSpan Pause, DateTimeOffset Until)
{
    /// <summary>Of the secrets that were refused by themselves; null where something else was wrong.</summary>
    public byte[]? Hash { get; init; }

    // What is kept of one can be compared with nothing elsewhere.
    byte[] Salt { get; init; } = RandomNumberGenerator.GetBytes(32);

    public bool Concerns(SignInSecrets secrets) => Hash is { } hash && CryptographicOperations.FixedTimeEquals(hash, HashOf(secrets));

    public Refusal Of(SignInSecrets secrets) => this with { Hash = HashOf(secrets) };

    /// <summary>To be sealed: without what this run knows to be secret, but for the hash.</summary>
    public byte[] ToBytes(Terminal io)
    {
        var json = new JsonObject
        {
            ["exit"] = Failure.ExitCode, ["told"] = Failure.Told(io), ["pause"] = (long)Pause.TotalMilliseconds,
            ["until"] = Until.ToUnixTimeMilliseconds(), ["salt"] = Convert.ToHexStringLower(Salt),
        };
        json.AddPresent("hash", Hash is null ? null : Convert.ToHexStringLower(Hash));
        return Encoding.UTF8.GetBytes(json.ToText(JsonLayout.OneLine));
    }

    /// <summary>Null where it is none.</summary>
    public static Refusal? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var json = JsonNode.Parse(bytes)!.AsObject();
            return new(
                Failure.Read(json["exit"]!.GetValue<int>(), json["told"]!.AsObject()),
                TimeSpan.FromMilliseconds(json["pause"]!.GetValue<long>()),
                DateTimeOffset.FromUnixTimeMilliseconds(json["until"]!.GetValue<long>()))
            {
                Salt = Convert.FromHexString(json.Text("salt")!),
                Hash = json.Text("hash") is { } hash ? Convert.FromHexString(hash) : null,
            };
        }
        catch (Exception none) when (none is JsonException or InvalidOperationException or FormatException or NullReferenceException
            or ArgumentException)
        {
            return null;
        }
    }

    byte[] HashOf(SignInSecrets secrets) =>
        HMACSHA256.HashData(Salt, Encoding.UTF8.GetBytes(string.Join('\0', secrets.Password, secrets.Totp, secrets.Answer)));

    public override string ToString() => Failure.Message;
}

/// <summary>What a user signs in with; in clear.</summary>
sealed record SignInSecrets(string Password)
{
    /// <summary>Something that tells one seed from another.</summary>
    public string? Totp { get; init; }

    public string? Answer { get; init; }

    public override string ToString() => "secrets";
}
