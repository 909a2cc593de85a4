using Microsoft.Extensions.Time.Testing;

namespace Postern.Testing.Tests.Browsing;

/// <summary>Cookies go where a browser sends them, and nowhere else.</summary>
public class CookieJarTests
{
    readonly FakeTimeProvider _time = new(new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));
    readonly CookieJar _jar;

    public CookieJarTests() => _jar = new(_time);

    [Theory]
    [InlineData("a=1; path=/", "https://app.test/x", "a=1")]
    [InlineData("a=1; path=/", "https://other.test/x", null)]
    [InlineData("a=1; path=/", "https://sub.app.test/x", null)]
    [InlineData("a=1; path=/; domain=app.test", "https://sub.app.test/x", "a=1")]
    [InlineData("a=1; path=/; domain=other.test", "https://other.test/x", null)]
    [InlineData("a=1; path=/deep", "https://app.test/deep/er", "a=1")]
    [InlineData("a=1; path=/deep", "https://app.test/deeper", null)]
    [InlineData("a=1; path=/; secure", "http://app.test/x", null)]
    [InlineData("a=1", "https://app.test/sign/out", "a=1")]
    [InlineData("a=1", "https://app.test/", null)]
    public void A_cookie_goes_back_to_where_it_came_from(string set, string url, string? sent)
    {
        _jar.Keep(new("https://app.test/sign/in"), [set]);

        _jar.For(new(url)).ShouldBe(sent);
    }

    [Fact]
    public void What_is_secure_goes_to_localhost_as_well()
    {
        _jar.Keep(new("http://localhost/"), ["a=1; path=/; secure"]);

        _jar.For(new("http://localhost/x")).ShouldBe("a=1");
        _jar.Keep(new("http://app.test/"), ["b=2; path=/; secure"]);
        _jar.For(new("https://app.test/")).ShouldBeNull();
    }

    [Fact]
    public void A_cookie_ends_by_the_clock_of_the_org_and_when_it_is_taken_back()
    {
        _jar.Keep(
            new("https://app.test/"), ["a=1; path=/; max-age=60", "b=2; path=/; expires=Tue, 01 Jan 2030 13:00:00 GMT", "c=3; path=/"]);
        _jar.For(new("https://app.test/")).ShouldBe("a=1; b=2; c=3");

        _time.Advance(TimeSpan.FromMinutes(2));
        _jar.For(new("https://app.test/")).ShouldBe("b=2; c=3");

        _jar.Keep(new("https://app.test/"), ["c=; path=/; max-age=0"]);
        _jar.For(new("https://app.test/")).ShouldBe("b=2");
    }
}
