using System.Buffers.Text;
using System.Text;

namespace Postern.Cli.Tests;

/// <summary>Data built for one test.</summary>
static class Some
{
    public static string Jwt(string claims, string header = """{"alg":"RS256","kid":"key-1"}""", string signature = "c2ln") =>
        $"{Encode(header)}.{Encode(claims)}.{signature}";

    static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
