namespace Postern.Cli.Tests;

public class ManualTests
{
    [Fact]
    public async Task A_page_has_what_the_help_has()
    {
        var page = (await Run.Postern("man", "org", "start")).ShouldSucceed().Out;

        page.ShouldStartWith(".TH \"POSTERN\\-ORG\\-START\" 1 \"\" \"postern 0.1.0\" \"Postern\"\n".ReplaceLineEndings());
        page.ShouldContain("\npostern\\-org\\-start \\- ");
        page.ShouldContain("\n\\fB\\-\\-port\\fR \\fI");
        page.ShouldContain("\n.SH \"EXAMPLES\"\n");
        page.ShouldContain("\npostern org start");
    }

    [Fact]
    public async Task The_commands_own_page_lists_commands_exit_codes_and_variables()
    {
        var page = (await Run.Postern("man")).ShouldSucceed().Out;

        page.ShouldContain("\n\\fBtoken\\fR\n");
        page.ShouldContain("\n\\fB9\\fR\ninvalid token\n");
        page.ShouldContain("\n\\fB11\\fR\ndifferent\n");
        page.ShouldContain("\n\\fBOKTA_CLIENT_ORGURL\\fR\n");
        page.ShouldContain("\n\\fBPOSTERN_PROFILE\\fR\n");
        page.ShouldContain("\n\\fBPOSTERN_NO_CACHE\\fR\n");
    }

    [Fact]
    public async Task Nothing_in_a_page_is_an_order_to_roff()
    {
        using var folder = new DataFolder();

        (await Run.Postern("man", "--to", folder.Path)).ShouldSucceed();

        string[] orders = [".TH", ".SH", ".PP", ".TP", ".nf", ".fi"];
        var lines = Directory.GetFiles(folder.Path).SelectMany(File.ReadAllLines).ToList();
        lines.Where(line => line.StartsWith('\'') || (line.StartsWith('.') && !orders.Contains(line.Split(' ')[0]))).ShouldBeEmpty();
        lines.Count.ShouldBeGreaterThan(500);
    }

    [Theory]
    [InlineData("There is no command tokn. Did you mean token?", "man", "tokn")]
    [InlineData("--to writes every page", "man", "token", "--to", "pages")]
    [InlineData("SHELL is one of bash, zsh, fish, pwsh.", "completion", "csh")]
    public async Task A_slip_is_named(string because, params string[] args) => (await Run.Postern(args)).ShouldFail(2, because);
}
