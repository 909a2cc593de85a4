using System.Text;
using Postern.Client;

namespace Postern.Conventions.Tests;

/// <summary>The page about failures lists the library's whole catalogue.</summary>
public class ReasonsPageTests
{
    const string Page = "docs/doctor.md", Begin = "<!-- reasons -->\n", End = "<!-- /reasons -->";

    [Fact]
    public void The_doctors_page_lists_every_reason_with_cause_and_remedy()
    {
        var page = Repository.Read(Page);
        var (head, rest) = (page.Split(Begin)[0], page.Split(End)[^1]);

        Accepted.ShouldBe(Page, $"{head}{Begin}{Rows()}{End}{rest}");
    }

    [Fact]
    public void A_reason_says_cause_and_remedy_in_sentences()
    {
        foreach (var reason in FailureReason.All)
        {
            reason.Cause.ShouldEndWith(".", Case.Sensitive, reason.Id);
            reason.Remedy.ShouldEndWith(".", Case.Sensitive, reason.Id);
        }
    }

    [Fact]
    public void What_looks_like_something_else_is_in_the_catalogue()
    {
        var ids = FailureReason.All.Select(reason => reason.Id).ToHashSet();

        FailureReason.All.SelectMany(reason => reason.LooksLike).Except(ids).ShouldBeEmpty();
    }

    // The comment ends the table, so that each row is one of it.
    static string Rows()
    {
        var rows = new StringBuilder("\n| id | cause | remedy |\n|---|---|---|\n");
        foreach (var reason in FailureReason.All.OrderBy(reason => reason.Id, StringComparer.Ordinal))
            rows.Append("| ").Append(reason.Id).Append(" | ").Append(reason.Cause).Append(" | ").Append(reason.Remedy).Append(" |\n");
        return rows.Append('\n').ToString();
    }
}
