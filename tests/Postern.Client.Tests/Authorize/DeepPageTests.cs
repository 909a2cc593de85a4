namespace Postern.Client.Tests.Authorize;

/// <summary>A page that is short enough to be read and would keep a parser busy for minutes.</summary>
public sealed class DeepPageTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200, "<div>")]
    [InlineData(400, "<b>")]
    public async Task A_page_that_nests_without_an_end_is_not_parsed(int status, string tag)
    {
        using var org = new FakeOrg { Authorize = _ => Some.Html(status, string.Concat(Enumerable.Repeat(tag, 500_000))) };

        var told = await Should.ThrowAsync<UnexpectedResponseException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        told.Message.ShouldBe(
            "The answer to the authorization request is a page that nests deeper than any browser would follow; it was not read.");
    }

    [Fact]
    public async Task A_page_with_many_tags_that_nest_no_deeper_than_people_write_is_read()
    {
        var rows = string.Concat(Enumerable.Repeat("<p>a<br>b<img src=x></p><input name=x>", 2000));
        var script = $"<script>{string.Concat(Enumerable.Repeat("for(i=0;i<length;i++);", 6000))}</script>";
        using var org = new FakeOrg
        {
            Authorize = asked =>
                Some.Html(
                    200,
                    $"{script}<form id=\"appForm\" action=\"{The.RedirectUri}\">{rows}<input name=\"code\" value=\"{The.Code}\"><input " +
                    $"name=\"state\" value=\"{asked.Query("state")}\"></form>"),
        };

        (await org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct)).Code.ShouldBe(The.Code);
    }
}
