using System.Text;

namespace Postern.Benchmarks;

/// <summary>Writes HTTP/1.1 requests.</summary>
static class Requests
{
    public static byte[] Get(Uri server, string path, string headers = "") =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{headers}\r\n");

    public static byte[] PostForm(Uri server, string path, string form, string headers = "") =>
        Post(server, path, "application/x-www-form-urlencoded", form, headers);

    /// <summary>A form from the client that has a secret.</summary>
    public static byte[] PostAsService(Target target, string path, string form, int number)
    {
        var (server, service) = (new Uri(target.Url), target.Service);
        return target.CountsCallers
            ? PostForm(server, path, $"{form}&client_id={service.ClientId}&client_secret={service.Secret}", target.Caller(number))
            : PostForm(server, path, form, Basic(service.ClientId, service.Secret));
    }

    public static byte[] PostJson(Uri server, string path, string json) => Post(server, path, "application/json", json, "");

    /// <summary>RFC 6749 section 2.3.1.</summary>
    static string Basic(string clientId, string secret) =>
        $"Authorization: Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"{clientId}:{secret}"))}\r\n";

    static byte[] Post(Uri server, string path, string contentType, string body, string headers) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nAccept: application/json\r\nContent-Type: {contentType}\r\nContent-Length: " +
        $"{body.Length}\r\n{headers}\r\n{body}");
}
