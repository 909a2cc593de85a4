namespace Postern.Cli.Tests.Minting;

/// <summary>Files of users, as people and spreadsheets write them.</summary>
public class UserListTests
{
    [Theory]
    [InlineData("ada@example.com,Secret-1\nmax@example.com,Secret-2\n")]
    [InlineData("username,password\nada@example.com,Secret-1\nmax@example.com,Secret-2")]
    [InlineData("\uFEFFPassword,Login\r\nSecret-1,ada@example.com\r\n\r\nSecret-2,max@example.com\r\n")]
    [InlineData("# a remark\n\"ada@example.com\", Secret-1 \nmax@example.com,\"Secret-2\"\n,,\n")]
    [InlineData("\uFEFF# who, and what by; not for you\r\nLogin;Password\r\nada@example.com;Secret-1\r\nmax@example.com;\"Secret-2\"\r\n")]
    [InlineData("ada@example.com\tSecret-1\nmax@example.com\tSecret-2\n")]
    [InlineData("\"ada@example.com\";Secret-1\n\n  max@example.com ; \"Secret-2\" \n;\n")]
    public void Each_line_is_a_user(string text) =>
        UserList.Read(text, "users.csv", null).Select(user => $"{user.Login} {user.Password}")
            .ShouldBe(["ada@example.com Secret-1", "max@example.com Secret-2"]);

    [Fact]
    public void A_quoted_field_may_hold_anything()
    {
        var user = UserList.Read("login,password,totp_secret\nada@example.com,\"a,\"\"b\"\"\nc\",JBSWY3DP\n", "users.csv", null).Single();

        user.Password.ShouldBe("a,\"b\"\nc");
        user.TotpSecret.ShouldBe("JBSWY3DP");
        user.Line.ShouldBe(2);
    }

    [Theory]
    [InlineData("ada@example.com,a;b\tc\n", "a;b\tc")]
    [InlineData("ada@example.com;a,b\n", "a,b")]
    [InlineData("ada@example.com,\" a b \"\n", " a b ")]
    [InlineData("ada@example.com,#1\n", "#1")]
    [InlineData("ada@example.com,password\n", "password")]
    public void A_password_is_what_stands_there_but_for_blanks_around_it(string text, string password) =>
        UserList.Read(text, "users.csv", null).Single().Password.ShouldBe(password);

    [Fact]
    public void A_password_for_all_is_for_those_who_have_none() =>
        UserList.Read("ada@example.com\nmax@example.com,Own-1\n", "logins.txt", "Shared-1").Select(user => user.Password)
            .ShouldBe(["Shared-1", "Own-1"]);

    [Theory]
    [InlineData("", "users.csv names nobody.")]
    [InlineData("ada@example.com,Secret-1\nmax@example.com\n", "users.csv:2 has no password.")]
    [InlineData("login,password\n,Secret-1\n", "users.csv:2 has no login.")]
    [InlineData("login,password\r\n", "users.csv names nobody.")]
    [InlineData("login\r\nada@example.com\r\n", "users.csv:2 has no password.")]
    [InlineData("# remark\nname;password\nAda;Secret-1\n", "users.csv:2 names its columns, and none of them is the logins'.")]
    [InlineData("ada@example.com;Secret-1\nmax@example.com\n", "users.csv:2 has no password.")]
    [InlineData("ada@example.com,\"Secret-1\n", "users.csv cannot be read: The quote that line 1 opens is never closed.")]
    public void What_is_missing_is_named_by_its_line(string text, string because)
    {
        var refused = Should.Throw<UsageException>(() => UserList.Read(text, "users.csv", null));

        refused.Message.ShouldBe(because);
        refused.Message.ShouldNotContain("Secret");
    }

    [Fact]
    public void What_is_written_can_be_read() =>
        Csv.Rows(Csv.Row("plain", "a,b", "say \"so\"", "two\nlines") + "\n").Single().Fields
            .ShouldBe(["plain", "a,b", "say \"so\"", "two\nlines"]);
}
