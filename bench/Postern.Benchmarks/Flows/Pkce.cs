using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Postern.Benchmarks;

/// <summary>RFC 7636 with one verifier for all: the server's work is the same.</summary>
static class Pkce
{
    public const string Verifier = "a-verifier-that-everybody-may-know-since-it-guards-nothing";

    public static readonly string Challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
}
