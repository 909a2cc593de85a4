using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Tests.Tokens;

/// <summary>What makes a code known for the org's own after it has been redeemed.</summary>
public sealed class AuthorizationCodesTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_code_of_the_org_is_known_for_its_own_and_an_invented_one_is_not()
    {
        await using var database = SqliteDataSource.InMemory();
        var store = await StoreAsync(database);
        var codes = new AuthorizationCodes(store);

        var code = await codes.NewAsync();

        code.ShouldMatch("^[A-Za-z0-9_-]{43}$");
        (await codes.IsGenuineAsync(code)).ShouldBeTrue();
        (await new AuthorizationCodes(store).IsGenuineAsync(code)).ShouldBeTrue();
        (await codes.IsGenuineAsync((code[0] == 'A' ? 'B' : 'A') + code[1..])).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("not-a-code")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("++++++++++++++++++++++++++++++++++++++++++A")]
    public async Task What_no_org_made_is_not_its_own(string invented)
    {
        await using var database = SqliteDataSource.InMemory();

        (await new AuthorizationCodes(await StoreAsync(database)).IsGenuineAsync(invented)).ShouldBeFalse();
    }

    static async Task<KeyStore> StoreAsync(SqliteDataSource database)
    {
        var store = new OrgStore(new(database), TimeProvider.System);
        await store.MigrateAsync(Ct);
        return new(store);
    }
}
