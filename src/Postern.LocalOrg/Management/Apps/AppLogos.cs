using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>The pictures of apps: sent as files, kept, and shown to everybody where the app's links say. management.md 10.1.</summary>
sealed class AppLogos(OrgDirectory directory) : IOperations
{
    const string Picture = "/fs/bco/4/{logoId}";
    const int Longest = 1024 * 1024; // Okta's description: less than a megabyte

    public IEnumerable<Operation> All =>
    [
        Operation.Change("POST", AppPaths.One + "/logo", AppPaths.Managing, PutAsync) with { TakesFile = true },
        Operation.Read(Picture, null, ShowAsync) with { MediaType = "image/*" },
    ];

    /// <summary>Where an app's picture is shown.</summary>
    public static string Url(ManagementCall call, App app) => $"{call.Org}/fs/bco/4/{IdOf(app.ClientId)}";

    static string IdOf(string clientId) => OktaIds.Of("gfs", clientId);

    async Task<Answer> PutAsync(ManagementCall call, Work work)
    {
        var before = await directory.AppToChangeAsync(call);
        var content = await ReadAsync(call);
        AppLogo logo = new()
        {
            ClientId = before.Document.ClientId, Content = Convert.ToBase64String(content),
            // UNCONFIRMED: the words.
            MediaType = TypeOf(content) ?? throw OktaError.Invalid("file", "file: The file must be a picture: PNG, JPG, SVG or GIF."),
        };
        if (await directory.AppLogos.FindToChangeAsync(logo.ClientId, call.Ct) is { } kept)
            directory.AppLogos.Change(work, kept, logo);
        else
            directory.AppLogos.AddIfFree(work, logo);
        directory.Apps.Change(work, before, before.Document with { HasLogo = true });
        return new(StatusCodes.Status201Created, Body: null) { Header = ("Location", Url(call, before.Document)) };
    }

    async Task<Answer> ShowAsync(ManagementCall call)
    {
        var app = (await directory.Apps.AllAsync(call.Ct)).FirstOrDefault(app => app.HasLogo && IdOf(app.ClientId) == call["logoId"]);
        return app is not null && await directory.AppLogos.FindAsync(app.ClientId, call.Ct) is { } logo
            ? new(StatusCodes.Status200OK, Body: null)
            {
                Content = new(logo.MediaType, Convert.FromBase64String(logo.Content)),
                // A drawing may hold scripts, which nobody opens in the org's name.
                Header = ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
            }
            : throw OktaError.PathNotFound();
    }

    static async Task<byte[]> ReadAsync(ManagementCall call)
    {
        var form = await ReadFormAsync(call);
        if (form.Files.GetFile("file") is not { Length: > 0 } file)
            throw OktaError.Blank("file");
        if (file.Length >= Longest)
            throw OktaError.Invalid("file", "file: The file must be smaller than one megabyte."); // UNCONFIRMED: the words

        await using var content = file.OpenReadStream();
        var bytes = new byte[file.Length];
        await content.ReadExactlyAsync(bytes, call.Ct);
        return bytes;
    }

    /// <exception cref="OktaError">It is none, or is cut short.</exception>
    static async Task<IFormCollection> ReadFormAsync(ManagementCall call)
    {
        if (call.Http.Request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) is not true)
            throw OktaError.Malformed();

        try
        {
            return await call.Http.Request.ReadFormAsync(call.Ct);
        }
        catch (IOException)
        {
            throw OktaError.Malformed();
        }
    }

    /// <summary>By how it begins, whatever it is called.</summary>
    static string? TypeOf(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']))
            return "image/png";
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return "image/jpeg";
        if (content.StartsWith("GIF8"u8))
            return "image/gif";
        return content[..Math.Min(content.Length, 1000)].IndexOf("<svg"u8) >= 0 ? "image/svg+xml" : null;
    }
}
