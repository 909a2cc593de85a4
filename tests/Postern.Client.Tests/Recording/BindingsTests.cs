namespace Postern.Client.Tests.Recording;

/// <summary>What fits a template, and what is learned of it.</summary>
public class BindingsTests
{
    [Theory]
    [InlineData("as it is", "as it is", true)]
    [InlineData("as it is", "as it was", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("{{user-1}}", "", false)]
    [InlineData("{{passCode}}", "123456", true)]
    [InlineData("okta:acct:{{user-1}}", "okta:acct:ada", true)]
    [InlineData("okta:acct:{{user-1}}", "acct:ada", false)]
    [InlineData("{{user-1}} and {{user-1}}", "ada and ada", true)]
    [InlineData("{{user-1}} and {{user-1}}", "ada and eve", false)]
    [InlineData("{{braces}}user-1}}", "{{user-1}}", true)]
    [InlineData("{{user-1|url}} is {{user-1}}", "a%40b is a@b", true)]
    [InlineData("{{a-1|s256}} {{a-1}}", "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0 abc", true)]
    [InlineData("{{a-1|s256}} {{a-1}}", "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0 abd", false)]
    [InlineData("{{a-1|base64}} {{a-1}}", "YWJj abc", true)]
    public void A_placeholder_is_anything_and_the_same_throughout(string template, string value, bool fits) =>
        new Bindings().Fits(template, value).ShouldBe(fits);

    [Fact]
    public void What_was_learned_holds()
    {
        var bindings = new Bindings();

        bindings.Fits("{{code-1}}", "one").ShouldBeTrue();
        bindings.Fits("{{code-1}}", "two").ShouldBeFalse();
        bindings.Copy().Fits("{{code-2}}", "two").ShouldBeTrue();

        bindings.Find("code-1").ShouldBe("one");
        bindings.Find("code-2").ShouldBeNull();
    }

    [Fact]
    public void Moments_are_told_by_their_distance()
    {
        Placeholder.OfTime(The.Now.ToUnixTimeSeconds() + 3600, The.Now).ShouldBe("{{time:+3600}}");
        Placeholder.OfTime(The.Now.ToUnixTimeSeconds() - 5, The.Now).ShouldBe("{{time:-5}}");
        Placeholder.OfDate(The.Now.AddMinutes(5), The.Now).ShouldBe("{{date:+300}}");
        Placeholder.OfTime(The.Now.ToUnixTimeSeconds(), The.Now).ShouldBe("{{time:+0}}");
    }
}
