namespace Postern.Cli.Tests;

/// <summary>What a person sees and is asked, on a terminal that is not there.</summary>
public sealed class TerminalTests : IDisposable
{
    readonly StringWriter _error = new();

    [Fact]
    public void The_line_that_moves_is_gone_before_anything_else_is_said()
    {
        using var output = new StringWriter();
        var io = new Run { AtTerminal = true }.Terminal(output, _error);

        io.Show("- Waiting for the phone, 4 minutes left");
        io.Show("/ Waiting for the phone, 9 seconds left");
        io.Tell("error: it was rejected");
        io.Show("- Waiting");
        io.Write("data");

        Screenful.Of(_error.ToString()).ShouldBe(["error: it was rejected", ""]);
    }

    [Fact]
    public void It_is_the_same_line_for_every_copy_of_the_terminal()
    {
        var io = new Run { AtTerminal = true }.Terminal(TextWriter.Null, _error);

        (io with { Plain = true }).Show("- Waiting");
        io.Unshow();

        Screenful.Of(_error.ToString()).ShouldBe([""]);
    }

    // What goes on in the next row no carriage return comes back from, and each frame would leave a row behind.
    [Theory]
    [InlineData(80, "- Waiting for the phone, 4 minutes left")]
    [InlineData(40, "- Waiting for the phone, 4 minutes left")]
    [InlineData(39, "- Waiting for the phone, 4 minutes le…")]
    [InlineData(12, "- Waiting …")]
    [InlineData(2, "…")]
    [InlineData(0, "- Waiting for the phone, 4 minutes left")]
    [InlineData(null, "- Waiting for the phone, 4 minutes left")]
    public void The_line_that_moves_has_room_in_one_row_however_narrow_the_terminal_is(int? columns, string seen)
    {
        var io = new Run { AtTerminal = true }.Terminal(TextWriter.Null, _error) with { Columns = () => columns };

        io.Show("- Waiting for the phone, 4 minutes left");

        _error.ToString().ShouldBe($"\r{seen}");
    }

    [Fact]
    public void A_window_that_was_made_narrower_is_not_written_beyond()
    {
        var columns = 80;
        var io = new Run { AtTerminal = true }.Terminal(TextWriter.Null, _error) with { Columns = () => columns };
        io.Show("- Waiting for the phone, 4 minutes left");

        columns = 20;
        io.Show("/ Waiting for the phone, 4 minutes left");

        _error.ToString().Split('\r')[^1].ShouldBe("/ Waiting for the …");
    }

    [Theory]
    [InlineData("NO_COLOR", "1", false)]
    [InlineData("NO_COLOR", "", true)]
    [InlineData("TERM", "dumb", false)]
    [InlineData("TERM", "xterm-256color", true)]
    public void Colours_are_where_they_are_welcome(string variable, string value, bool areWelcome)
    {
        var io = new Run { AtTerminal = true }.With(variable, value).Terminal(TextWriter.Null, _error);

        (io.ColorsOutput, io.ColorsError, (io with { Plain = true }).ColorsError).ShouldBe((areWelcome, areWelcome, false));
    }

    [Fact]
    public void A_push_is_awaited_for_a_time_that_is_told()
    {
        var push = new PushDisplay(new Run { AtTerminal = true }.Terminal(TextWriter.Null, _error), TimeSpan.FromMinutes(5));

        push.Report(new(new() { FactorType = "push" }, CorrectAnswer: null));

        var seen = Screenful.Of(_error.ToString());
        seen[0].ShouldBe("Waiting for the push to be approved on the phone, for 5 minutes at most.");
        seen[1].ShouldMatch("^[|/-] Waiting for the phone, (5 minutes|4 minutes [0-9]+ seconds) left$");
    }

    [Theory]
    [InlineData("token:software:totp", "{}", "Code of the authenticator app (GOOGLE)")]
    [InlineData("token:hardware", "{}", "Code of the hardware token (GOOGLE)")]
    [InlineData("sms", """{"phoneNumber":"+1 XXX-XXX-0142"}""", "Code by SMS to +1 XXX-XXX-0142")]
    [InlineData("call", """{"phoneNumber":"+1 XXX-XXX-0142"}""", "Code by a call to +1 XXX-XXX-0142")]
    [InlineData("email", """{"email":"a...a@example.com"}""", "Code by e-mail to a...a@example.com")]
    [InlineData("sms", "{}", "Code by SMS")]
    [InlineData("webauthn", "{}", "Webauthn (GOOGLE)")]
    public void A_code_is_asked_for_in_words(string type, string profile, string words)
    {
        using var json = System.Text.Json.JsonDocument.Parse(profile);

        Words.Code(new() { FactorType = type, Provider = "GOOGLE", Profile = json.RootElement }).ShouldBe(words);
    }

    [Fact]
    public async Task A_new_password_is_asked_for_until_it_was_typed_twice_alike()
    {
        var io = new Run
        {
            AtTerminal = true,
            TypedInTurn = new(["Fresh-Staple-7", "Fresh-Staple-8", "Fresh-Staple-9", "Fresh-Staple-9"]),
        }.Terminal(TextWriter.Null, _error);

        (await new NewPassword("eve@example.com", io).AskAsync(TestContext.Current.CancellationToken)).ShouldBe("Fresh-Staple-9");

        _error.ToString().ShouldContain("These were two different passwords");
        _error.ToString().ShouldNotContain("Fresh-");
    }

    [Fact]
    public async Task A_new_password_that_is_left_empty_is_none() =>
        (
            await new NewPassword("eve@example.com", new Run { AtTerminal = true }.Terminal(TextWriter.Null, _error))
                .AskAsync(TestContext.Current.CancellationToken)).ShouldBeNull();

    [Theory]
    [InlineData("id_token", "--param", "code_challenge=abc", "code_challenge binds a code")]
    [InlineData("id_token token", "--param", "code_challenge=abc", "code_challenge binds a code")]
    [InlineData("token", "--dpop", null, "bound to no key")]
    [InlineData("code id_token", "--dpop", null, null)]
    public void What_binds_a_code_is_remarked_on_where_none_is_asked_for(string type, string flag, string? value, string? remark)
    {
        var (command, authorize, key) = (new System.CommandLine.Command("x"), new AuthorizeFlags(), new DPoPFlags());
        command.AddAll(authorize, key);
        var parse = command.Parse(value is null ? ["--response-type", type, flag] : ["--response-type", type, flag, value]);

        authorize.Read(parse).RemarkOnBinding(key.Read(parse), new Run().Terminal(TextWriter.Null, _error));

        _error.ToString().ShouldStartWith(remark is null ? "" : "warning: ");
        if (remark is null)
            _error.ToString().ShouldBeEmpty();
        else
            _error.ToString().ShouldContain(remark);
    }

    public void Dispose() => _error.Dispose();
}
