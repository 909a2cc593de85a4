using System.IO.Compression;
using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>Users of a data file that an earlier version wrote are found like all others, once it is opened.</summary>
public sealed class EarlierUsersTests
{
    [Fact]
    public async Task They_are_found_by_their_attributes_and_groups()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("postern").FullName;
        var path = Path.Combine(folder, "org.db");
        await using (var packed = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Storage", "schema-14.db.gz")))
        await using (var plain = new GZipStream(packed, CompressionMode.Decompress))
        await using (var file = File.Create(path))
            await plain.CopyToAsync(file, The.Ct);

        await using (var org = await LocalOrg.StartAsync(
            new() { DataFile = path, Time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_795_764_000)) }, The.Ct))
        using (var http = new Browserless(org))
        {
            (string, string) admin = ("Authorization", "SSWS 00api-token-of-the-old-file-1234567890abcd");
            var found = await http.GetAsync("/api/v1/users?search=profile.firstName+eq+%22ada%22", admin);
            var members = await http.GetAsync($"/api/v1/groups/{The.Testers}/users", admin);

            found.Status.ShouldBe(200, found.Body);
            found.Json.EnumerateArray().ShouldHaveSingleItem().GetProperty("created").GetString().ShouldNotBeNull();
            members.Json.GetArrayLength().ShouldBe(4);
            (await http.GetAsync("/api/v1/meta/types/user", admin)).Json.GetArrayLength().ShouldBe(1);
        }

        System.IO.Directory.Delete(folder, recursive: true);
    }
}
