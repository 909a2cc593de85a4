namespace Postern.Conventions.Tests.Supported;

/// <summary>SUPPORTED.md says what the local org does, and says it of everything that Okta has.</summary>
public class SupportedTests
{
    [Fact]
    public async Task The_page_of_what_is_supported_is_what_a_running_org_answers()
    {
        var page = await SupportedPage.WriteAsync(TestContext.Current.CancellationToken);

        Accepted.ShouldBe("SUPPORTED.md", page);
    }

    [Fact]
    public void Parameters_written_down_by_hand_are_named_in_the_fact_sheets()
    {
        var sheet = FactSheets.Text("oidc.md") + FactSheets.Text("direct-auth.md") + FactSheets.Text("idx.md");

        var invented = Deviations.Parameters.Values.SelectMany(names => names.Split(' ')).Distinct()
            .Where(name => !sheet.Contains(name, StringComparison.Ordinal));

        invented.ShouldBeEmpty();
    }

    [Fact]
    public void What_differs_is_said_of_endpoints_and_parameters_that_there_are()
    {
        var known = FactSheets.All()
            .SelectMany(endpoint =>
                endpoint.Parameters.Concat(SupportedPage.ProseParameters(endpoint.Path)).Select(name => $"{endpoint.Path} {name}")
                    .Append(endpoint.Path)).ToHashSet();

        Deviations.Notes.Keys.Where(key => !known.Contains(key)).ShouldBeEmpty();
    }

    [Fact]
    public void What_differs_is_said_of_operations_that_Okta_has()
    {
        var known = FactSheets.Text("management-operations.tsv").Split('\n').Select(line => line.Split('\t'))
            .Where(cells => cells.Length > 2).Select(cells => $"{cells[1]} {cells[2]}").ToHashSet();

        Deviations.Managed.Keys.Where(key => !known.Contains(key)).ShouldBeEmpty();
    }

    [Fact]
    public void Of_every_error_text_that_is_not_said_the_page_says_why_and_of_no_other()
    {
        var unsaid = SupportedPage.UnsaidReasons().ToList();

        unsaid.Where(reason => !Deviations.Unsaid.Any(group => SupportedPage.IsAmong(reason, group.Reasons))).ShouldBeEmpty();
        Deviations.Unsaid.SelectMany(group => group.Reasons.Split(' '))
            .Where(word => !unsaid.Any(reason => SupportedPage.IsAmong(reason, word))).ShouldBeEmpty();
    }
}
