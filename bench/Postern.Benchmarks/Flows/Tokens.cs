using System.Buffers.Text;
using System.Text.Json;

namespace Postern.Benchmarks;

/// <summary>Says of a token answer what each token is: by which algorithm a JWT is signed or encrypted, or that it is opaque.</summary>
static class Tokens
{
    static readonly string[] Members = ["access_token", "id_token", "refresh_token"];

    public static string Describe(ReadOnlyMemory<byte> answer) =>
        string.Join(
            ", ", Members.Where(name => answer.FindMember(name) is not null).Select(name => $"{name} {AlgorithmOf(answer.Member(name))}"));

    /// <summary>How many of them an RSA key signed.</summary>
    public static int Signatures(string description) =>
        description.Split(", ").Count(token => token.Split(' ') is [_, ['R' or 'P', 'S', ..]]);

    static string AlgorithmOf(string token) => token.Split('.') switch
    {
        [var header, _, _] => Algorithm(header),
        [var header, _, _, _, _] => "encrypted " + Algorithm(header),
        _ => "opaque",
    };

    static string Algorithm(string header) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(header)).RootElement.GetProperty("alg").GetString()!;
}
