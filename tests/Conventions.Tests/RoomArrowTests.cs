namespace Postern.Conventions.Tests;

/// <summary>
/// The rooms of the local org and the arrows between them, read from its sources: docs/layout.md draws them, docs/adr/0011 says why.
/// </summary>
public class RoomArrowTests
{
    /// <summary>
    /// Which rooms a room may need. The files beside the rooms put them together and may need all; nobody may need those.
    /// </summary>
    static readonly Dictionary<string, string> Allowed = new()
    {
        ["Expressions"] = "",
        ["Storage"] = "",
        ["Failing"] = "Storage",
        ["Record"] = "Storage",
        ["Directory"] = "Storage Expressions",
        ["SystemLog"] = "Directory Storage",
        ["Hooks"] = "SystemLog Directory Storage",
        ["Tokens"] = "Hooks SystemLog Directory Storage Expressions",
        ["SignIn"] = "Tokens Hooks SystemLog Directory Storage Expressions",
        ["Seeding"] = "SignIn Tokens Directory Storage Expressions",
        ["Importing"] = "Management Seeding Surfaces SignIn Directory",
        ["Surfaces"] = "Failing Record SignIn Tokens SystemLog Directory Storage",
        ["Callers"] = "Surfaces SignIn Tokens SystemLog Directory Storage",
        ["Html"] = "Surfaces SignIn Tokens Directory Storage",
        ["Authn"] = Surface,
        ["OAuth"] = Surface,
        ["Management"] = Surface,
        ["Idx"] = Surface,
        ["WellKnown"] = Surface,
        ["Health"] = Surface,
        ["Control"] = Surface,
        ["Console"] = Surface,
        ["Pages"] = Surface,
        ["Explaining"] = "Record SignIn Tokens Directory Storage",
        ["Forging"] = "Tokens Directory",
        ["Examining"] = "Forging",
        ["Hosting"] = "Surfaces",
    };

    const string Surface =
        "Surfaces Callers Html Failing Record Explaining Forging SignIn Tokens Hooks SystemLog Directory Storage Expressions";

    [Fact]
    public void A_room_needs_no_room_that_the_list_does_not_give_it() => Arrows.Read()
        .Where(arrow => !IsAllowed(arrow))
        .Select(arrow => $"{arrow.Name}: {arrow.File} needs {arrow.Type}")
        .ShouldBeEmpty();

    [Fact]
    public void The_list_has_no_circle()
    {
        var left = Allowed.ToDictionary(room => room.Key, room => room.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet());
        while (left.FirstOrDefault(room => room.Value.Count == 0).Key is { } free)
        {
            left.Remove(free);
            foreach (var needs in left.Values)
                needs.Remove(free);
        }

        left.Select(room => $"{room.Key} needs {string.Join(", ", room.Value)}").ShouldBeEmpty();
    }

    [Fact]
    public void Every_room_is_on_the_list() =>
        Arrows.Rooms().Except(Allowed.Keys).ShouldBeEmpty();

    [Theory]
    [InlineData(
        "using Postern.LocalOrg.OAuth.Grants;\n\nnamespace Postern.LocalOrg.Storage;\n\nclass X { IGrant? grant; }",
        "Storage → OAuth",
        "IGrant")]
    [InlineData("namespace Postern.LocalOrg.Storage;\n\nclass X { OrgSeed? seed; }", "Storage → Seeding", "OrgSeed")]
    [InlineData(
        "namespace Postern.LocalOrg.Storage;\n\nclass X { object? o = new Postern.LocalOrg.Idx.IdxRoutes(null!); }",
        "Storage → Idx",
        "IdxRoutes")]
    [InlineData("namespace Postern.LocalOrg.Storage;\n\nclass X { LocalOrgOptions? options; }", "Storage → LocalOrg", "LocalOrgOptions")]
    public void An_arrow_is_seen_however_it_is_written(string source, string arrow, string type) =>
        Arrows.Of("Storage/X.cs", source).ShouldHaveSingleItem().ShouldBe(new(arrow, "Storage/X.cs", type));

    [Theory]
    [InlineData(
        "namespace Postern.LocalOrg.Storage;\n\n/// <summary>As <see cref=\"OrgSeed\"/> has it.</summary>\nclass X { string seed = " +
        "\"OrgSeed\"; }")]
    [InlineData(
        "using Postern.LocalOrg.Storage;\n\nnamespace Postern.LocalOrg.Storage;\n\nclass X { object? Options => " +
        "this.LocalOrgOptions; }")]
    public void What_only_sounds_like_one_is_none(string source) => Arrows.Of("Storage/X.cs", source).ShouldBeEmpty();

    static bool IsAllowed(Arrow arrow) => Allowed.TryGetValue(arrow.From, out var rooms) && rooms.Split(' ').Contains(arrow.To);
}
