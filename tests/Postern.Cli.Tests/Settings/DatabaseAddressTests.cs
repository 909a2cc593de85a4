namespace Postern.Cli.Tests.Settings;

/// <summary>How a database is written on the command line.</summary>
public class DatabaseAddressTests
{
    [Theory]
    [InlineData("postgres://ada@db/org", "Username=ada;Host=db;Database=org")]
    [InlineData("postgresql://db", "Host=db")]
    [InlineData("postgres://ada:p%40ss%2F%3A@db:6432/my%20org", "Username=ada;Password=p@ss/:;Port=6432;Host=db;Database=\"my org\"")]
    [InlineData("postgres://[::1]:6432/org", "Port=6432;Host=::1;Database=org")]
    [InlineData("postgres://[::1]/org", "Host=::1;Database=org")]
    [InlineData(
        "postgres://a:1,b:2/org?target_session_attrs=read-write", "Host=a:1,b:2;Database=org;Target Session Attributes=read-write")]
    [InlineData("postgres:///org?host=/var/run/postgresql&user=ada", "Database=org;Host=/var/run/postgresql;Username=ada")]
    [InlineData("postgres://%2Fvar%2Frun/org", "Host=/var/run;Database=org")]
    [InlineData(
        "postgres://db/org?sslmode=verify-full&sslrootcert=/etc/ca.pem&application_name=x&connect_timeout=3",
        "Host=db;Database=org;SSL Mode=VerifyFull;Root Certificate=/etc/ca.pem;Application Name=x;Timeout=3")]
    [InlineData("postgres://db/org?Max%20Auto%20Prepare=0&search_path=team", "Host=db;Database=org;Max Auto Prepare=0;Search Path=team")]
    [InlineData("Server=db;User ID=ada;Pwd='p;q'", "Host=db;Username=ada;Password=\"p;q\"")]
    public void It_is_a_URL_or_keywords(string written, string keywords) =>
        DatabaseAddress.Read(written, "--database").ConnectionString.ShouldBe(keywords);

    [Theory]
    [InlineData("garbage")]
    [InlineData("mysql://ada@db/org")]
    [InlineData("postgres://")]
    [InlineData("postgres:///org")]
    [InlineData("postgres://ada:hidden-value@db/org?sslmoed=require")]
    [InlineData("postgres://ada:hidden-value@db/org?sslmode=hidden-value")]
    [InlineData("postgres://ada:hidden-value@db:hidden-value/org")]
    [InlineData("Host=db;Password=hidden-value;Prot=1")]
    [InlineData("Host=db;Password=hidden-value;Port=hidden-value")]
    [InlineData("Host=db;Password=\"hidden-value")]
    [InlineData("Password=hidden-value")]
    public async Task What_is_none_is_refused_by_the_flag_and_no_secret_is_repeated(string written)
    {
        var said = await Run.Postern("org", "start", "--database", written);

        said.ShouldFail(2, "--database");
        said.Error.ShouldNotContain("hidden-value");
    }

    [Fact]
    public async Task A_password_has_a_flag_of_its_own_and_is_not_told_where_it_is_wrong()
    {
        var run = new Run { Environment = { ["PW"] = "hidden-value", ["URL"] = "postgres://u:hidden-value@127.0.0.1:1/org" } };
        string[] start = ["org", "start", "--database-wait", "0", "--port", "0", "--database"];

        var byFlag = await run.PosternAsync([.. start, "postgres://u@127.0.0.1:1/org", "--database-password", "env:PW"]);
        var byReference = await run.PosternAsync([.. start, "env:URL"]);
        var literal = await run.PosternAsync([.. start, "postgres://u:hidden-value@127.0.0.1:1/org"]);
        var alone = await run.PosternAsync("org", "start", "--database-password", "env:PW");
        var both = await run.PosternAsync([.. start, "env:URL", "--data", "org.db"]);

        foreach (var said in (Said[])[byFlag, byReference, literal])
        {
            said.ShouldFail(7, "The database org at 127.0.0.1:1");
            said.Error.ShouldNotContain("hidden-value");
        }

        byReference.Error.ShouldNotContain("warning");
        literal.Error.ShouldContain("warning: --database holds a password");
        alone.ShouldFail(2, "--database-password is given, and no --database.");
        both.ShouldFail(2, "--database and --data are both given.");
    }
}
