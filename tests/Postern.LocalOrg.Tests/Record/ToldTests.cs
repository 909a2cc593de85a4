using Postern.LocalOrg.Record;

namespace Postern.LocalOrg.Tests.Record;

/// <summary>How what is told of a request is packed until somebody reads it.</summary>
public sealed class ToldTests
{
    [Fact]
    public void What_was_packed_is_read_as_it_was_told()
    {
        using ToldWriter told = new();
        told.Add("grant_type", "password");
        told.Add("password", "Correct-Horse-9");
        told.Add("state", "s-1f0c");
        told.Add("nonce", "");
        told.Add("redirect_uri", "https://app.example.com/callback?code=1");
        told.Add("größe", "s-1f0c");
        told.AddPlain("User-Agent", "curl/8\r\n");
        told.AddPlain("Origin", new string('ü', 300));
        told.AddSecret("Cookie sid", "s-1f0c");
        told.AddSecret(ToldNames.NumberOf("id_token"), "id_token", "s-1f0c"u8);
        told.AddSecret(ToldNames.NumberOf("token"), "token", ""u8);
        var sent = told.Members();
        told.AddPlain("Location", "/login");
        var answered = told.Members();

        const string print = "sha256:33ca215e";
        sent.Select(member => (member.Key, member.Value)).ShouldBe(
        [
            ("grant_type", "password"), ("password", "(withheld)"), ("state", print), ("nonce", ""),
            ("redirect_uri", "https://app.example.com/callback"), ("größe", print), ("User-Agent", "curl/8��"),
            ("Origin", new string('ü', 200) + "…"), ("Cookie sid", print), ("id_token", print), ("token", ""),
        ]);
        answered.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("Location", "/login"));
    }

    [Fact]
    public void Of_several_of_one_name_the_last_is_told_whether_they_are_unpacked_or_not()
    {
        using ToldWriter told = new();
        told.Add("scope", "openid");
        told.Add("x-1", "a");
        told.Add("scope", "profile");
        told.Add("x-1", "");
        var members = told.Members();

        members.TryGetValue("scope", out var scope).ShouldBeTrue();
        members.TryGetValue("x-1", out var other).ShouldBeTrue();
        members.ContainsKey("x-2").ShouldBeFalse();
        (scope, other).ShouldBe(("profile", ""));
        (members.Count, members["scope"], members["x-1"]).ShouldBe((2, "profile", ""));
    }

    [Fact]
    public void However_much_is_told_finds_room()
    {
        using ToldWriter told = new();
        for (var i = 0; i < 2000; i++)
            told.Add($"n{i}", $"v{i}");

        told.Members().Count.ShouldBe(2000);
        told.Members().Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("https://app.example.com/callback", "https://app.example.com/callback")]
    [InlineData("https://app.example.com:8443/a-b/c_d.html?code=1#x", "https://app.example.com:8443/a-b/c_d.html")]
    [InlineData("http://127.0.0.1:3000/#access_token=1", "http://127.0.0.1:3000/")]
    [InlineData("https://app.example.com", "https://app.example.com/")]
    [InlineData("https://app.example.com/a/../b", "https://app.example.com/b")]
    [InlineData("https://ada:secret@app.example.com/b", "https://app.example.com/b")]
    [InlineData("https://app.example.com/ä b", "https://app.example.com/%C3%A4%20b")]
    [InlineData("/login/step?stateToken=1", "/login/step")]
    [InlineData("", "")]
    [InlineData("com.example.app:/callback", "sha256:38c02974")]
    public void An_address_is_told_without_what_may_be_secret_in_it(string address, string told) =>
        Told.Address(address).ToString().ShouldBe(told);
}
