using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Factors;

/// <summary>Hardware keys whose seeds an admin brings: kept by their serial numbers, and nobody's. Okta's description.</summary>
sealed class YubikeyOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Every = "/api/v1/org/factors/yubikey_token/tokens";
    const int Usual = 20, Most = 200, HexDigitsOfKey = 32;

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Every, FactorOperations.Reading, ListAsync),
        Operation.Change("POST", Every, FactorOperations.Managing, AddAsync),
        Operation.Read(Every + "/{tokenId}", FactorOperations.Reading, ShowAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var limit = call.Limit(Usual, Most);
        var found = await directory.Yubikeys.PageAsync(call.Query("after") ?? "", limit + 1, call.Ct);
        return Paging.Page(call, found, limit, key => key.Id, key => Write(call, key));
    }

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var (serial, seed) = (call.Body.Needed("serialNumber"), call.Body.Needed("aesKey"));
        call.Body.Needed("publicId");
        call.Body.Needed("privateId");
        if (serial.Length > Yubikey.DigitsOfSerial || !serial.All(char.IsAsciiDigit))
            throw OktaError.Invalid("serialNumber", "serialNumber: The field has an invalid value");
        if (seed.Length != HexDigitsOfKey || !seed.All(char.IsAsciiHexDigit))
            throw OktaError.Invalid("aesKey", "aesKey: The field has an invalid value");

        Yubikey key = new()
        {
            Id = OktaIds.New(OktaIds.Yubikey), Serial = serial.PadLeft(Yubikey.DigitsOfSerial, '0'), CreatedAt = store.Now,
        };
        if (await directory.Yubikeys.FindByAsync("serial", key.Serial, call.Ct) is not null)
            throw OktaError.Invalid(
                "serialNumber", "serialNumber: An object with this field already exists in the current organization");

        directory.Yubikeys.AddIfFree(work, key);
        return Answer.Ok(Write(call, key));
    }

    /// <summary>UNCONFIRMED: the type's name in the error.</summary>
    async Task<Answer> ShowAsync(ManagementCall call) => Answer.Ok(Write(
        call, await directory.Yubikeys.FindAsync(call["tokenId"], call.Ct) ?? throw OktaError.NotFound(call["tokenId"], "YubiKeyToken")));

    static JsonObject Write(ManagementCall call, Yubikey key) => new()
    {
        ["id"] = key.Id, ["created"] = Wire.Instant(key.CreatedAt), ["lastVerified"] = Wire.Instant(key.CreatedAt),
        ["lastUpdated"] = Wire.Instant(key.CreatedAt), ["status"] = "UNASSIGNED", ["profile"] = new JsonObject { ["serial"] = key.Serial },
        ["_links"] = new JsonObject { ["self"] = Wire.Link(call.Url($"/org/factors/yubikey_token/tokens/{key.Id}"), "GET") },
    };
}
