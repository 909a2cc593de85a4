using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Postern.Conventions.Tests.Security;

/// <summary>docs/security.md: each requirement, and the tests that say in a trait that they prove it.</summary>
public partial class SecurityTableTests
{
    static readonly IReadOnlyList<(string Title, IReadOnlyList<Requirement> Requirements)> Specifications =
        [
            ("RFC 9700, OAuth 2.0 Security Best Current Practice", Rfc9700.Requirements),
            ("OpenID Connect Core 1.0, what it makes mandatory", OpenIdConnectCore.Requirements),
        ];

    static readonly ILookup<string, Proof> Proofs = FindProofs().ToLookup(proof => proof.Requirement);

    [Fact]
    public void Each_requirement_is_proved_by_a_test_on_each_side_that_it_binds()
    {
        var unproved = AllRequirements().Where(requirement => requirement.Otherwise is null)
            .SelectMany(requirement =>
                Sides(requirement).Where(side => !Proofs[requirement.Id].Any(proof => proof.Side.HasFlag(side)))
                    .Select(side => $"{requirement.Id} ({side})"));

        unproved.ShouldBeEmpty();
    }

    [Fact]
    public void No_test_proves_what_nobody_requires() =>
        Proofs.Select(proofs => proofs.Key).Except(AllRequirements().Select(requirement => requirement.Id)).ShouldBeEmpty();

    [Fact]
    public void The_table_of_requirements_is_what_the_tests_say() => Accepted.ShouldBe("docs/security.md", Page());

    static IEnumerable<Requirement> AllRequirements() => Specifications.SelectMany(specification => specification.Requirements);

    static IEnumerable<Side> Sides(Requirement requirement) =>
        new[] { Side.Server, Side.Client }.Where(side => requirement.Side.HasFlag(side));

    static string Page()
    {
        var page = new StringBuilder(
            """
            # What the specifications ask for, and the tests that prove it

            Each requirement that binds an authorization server is proved against the local org, each that binds a client against
            `Postern.Client`. The table is made from the tests: a test names what it proves, as `[Trait("Proves", "…")]`, and `./test`
            fails where a requirement has no test.


            """.ReplaceLineEndings("\n"));
        foreach (var (title, requirements) in Specifications)
        {
            page.Append(CultureInfo.InvariantCulture, $"## {title}\n\n| requirement | the local org | the client |\n|---|---|---|\n");
            foreach (var requirement in requirements)
            {
                var (server, client) = (Cell(requirement, Side.Server), Cell(requirement, Side.Client));
                page.Append(CultureInfo.InvariantCulture, $"| **{requirement.Id}**<br>{requirement.Text} | {server} | {client} |\n");
            }

            page.Append('\n');
        }

        return page.ToString().TrimEnd() + "\n";
    }

    static string Cell(Requirement requirement, Side side)
    {
        if (requirement.Otherwise is { } reason)
            return requirement.Side.HasFlag(side) ? "otherwise: " + reason : "";

        return string.Join(
            "<br>", Proofs[requirement.Id].Where(proof => proof.Side.HasFlag(side)).OrderBy(proof => proof.Sentence, StringComparer.Ordinal)
            .Select(proof => $"[{proof.Sentence}](../{proof.File})"));
    }

    static IEnumerable<Proof> FindProofs() =>
        Repository.Files.Where(
            file => file.StartsWith("tests/", StringComparison.Ordinal) && file.EndsWith("Tests.cs", StringComparison.Ordinal))
            .Where(file => !file.StartsWith("tests/Conventions.Tests/", StringComparison.Ordinal)).SelectMany(ProofsIn);

    /// <summary>The traits that stand above a test, whatever other attributes stand between.</summary>
    static IEnumerable<Proof> ProofsIn(string file)
    {
        List<string> waiting = [];
        foreach (var line in Repository.Read(file).Split('\n'))
        {
            if (Trait().Match(line) is { Success: true } trait)
                waiting.Add(trait.Groups[1].Value);
            if (Test().Match(line) is not { Success: true } test)
                continue;

            foreach (var requirement in waiting)
                yield return new(requirement, test.Groups[1].Value.Replace('_', ' '), file, SideOf(file));
            waiting.Clear();
        }
    }

    static Side SideOf(string file) => file.Split('/')[1] switch
    {
        "Postern.Client.Tests" => Side.Client,
        "Interop.Tests" when file.Contains("/OidcProvider/", StringComparison.Ordinal) => Side.Client,
        "Interop.Tests" when !file.Contains("/Strangers/", StringComparison.Ordinal) => Side.Both,
        _ => Side.Server,
    };

    sealed record Proof(string Requirement, string Sentence, string File, Side Side);

    [GeneratedRegex("""\[Trait\("Proves", "([^"]+)"\)\]""")]
    private static partial Regex Trait();

    [GeneratedRegex(@"public (?:async Task|Task|void) (\w+)\(")]
    private static partial Regex Test();
}
