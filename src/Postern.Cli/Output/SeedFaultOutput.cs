using System.Text.Json.Nodes;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>What is wrong with a seed file, for programs; and what is in one that is good, for people.</summary>
static class SeedFaultOutput
{
    public static JsonArray Json(IEnumerable<SeedFileFault> faults) => [.. faults.Select(fault => (JsonNode)new JsonObject
    {
        ["file"] = fault.File,
        ["line"] = fault.Line,
        ["column"] = fault.Column,
        ["path"] = fault.Path,
        ["message"] = fault.Message,
    })];

    public static string Summary(OrgSeed seed) =>
        $"{Count(seed.Users.Count, "user")}, {Count(seed.Groups.Count, "group")}, {Count(seed.Apps.Count, "app")}, " +
        $"{Count(seed.AuthorizationServers.Count, "authorization server")}";

    static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
