using System.Text;

namespace Postern.Client.Tests.Recording;

/// <summary>What a recording writes, where and when.</summary>
public sealed class RecordingHandlerTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("cassettes").FullName;
    readonly FakeOrg _org = new();
    readonly string _file;

    public RecordingHandlerTests() => _file = Path.Combine(_folder, "run.json");

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_cassette_is_its_owners_alone_and_nothing_unfinished_stays_beside_it()
    {
        await SignInAsync(new());

        Directory.GetFiles(_folder).ShouldBe([_file]);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(_file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_run_to_which_nobody_answered_leaves_an_earlier_cassette_as_it_is()
    {
        await SignInAsync(new());
        var before = await File.ReadAllTextAsync(_file, Ct);

        new HttpClient(new RecordingHandler(_file, _org)).Dispose();

        (await File.ReadAllTextAsync(_file, Ct)).ShouldBe(before);
    }

    [Fact]
    public async Task A_cassette_can_be_saved_while_its_run_goes_on()
    {
        using var recording = new RecordingHandler(_file, _org, Options());
        using var http = new HttpClient(recording);
        await http.GetAsync(new Uri($"{The.Issuer}/v1/keys"), Ct);

        await recording.SaveAsync(Ct);

        Cassette.Read(_file).Count.ShouldBe(1);
        recording.ToCassette().ToString().ShouldBe($"{_file} (1 answers)");
    }

    [Fact]
    public async Task Half_a_character_in_an_answer_does_not_end_the_recording()
    {
        _org.Authn = _ => Some.Json(401, """{"errorCode":"E0000004","errorSummary":"No \ud83d."}""");
        using var recording = new RecordingHandler(_file, _org, Options());
        using var http = new HttpClient(recording);
        using var body = new StringContent("{}");

        await http.PostAsync(new Uri($"{The.Org}/api/v1/authn"), body, Ct);

        recording.ToCassette().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Where_no_cassette_can_be_written_that_is_said()
    {
        using var recording = new RecordingHandler(Path.Combine(_folder, "none", "run.json"), _org, Options());

        var failed = await Should.ThrowAsync<CassetteException>(() => recording.SaveAsync(Ct));

        failed.Message.ShouldContain("run.json cannot be written: ");
        failed.Hint.ShouldContain("folder");
    }

    [Fact]
    public async Task A_disk_that_is_full_costs_the_new_cassette_and_not_the_one_that_is_there()
    {
        using var disk = Disk.Mount(kilobytes: 64);
        var file = disk.File("run.json");
        using var recording = new RecordingHandler(file, _org, Options());
        using var http = new HttpClient(recording);
        await http.GetAsync(new Uri($"{The.Issuer}/v1/keys"), Ct);
        await recording.SaveAsync(Ct);
        var before = await File.ReadAllTextAsync(file, Ct);

        disk.Fill();
        await http.GetAsync(new Uri($"{The.Issuer}/v1/keys"), Ct);
        var failed = await Should.ThrowAsync<CassetteException>(() => recording.SaveAsync(Ct));

        failed.Message.ShouldStartWith($"The cassette {file} cannot be written: ");
        (await File.ReadAllTextAsync(file, Ct)).ShouldBe(before);
        Directory.GetFiles(disk.Path).ShouldBe([file, disk.File("filling")], ignoreOrder: true);
        File.Delete(disk.File("filling"));
        await recording.SaveAsync(Ct);
        Cassette.Read(file).Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_sign_in_is_kept_in_the_order_it_was_asked_and_without_its_secrets()
    {
        var text = await SignInAsync(new());

        Cassette.Parse(text).Count.ShouldBe(6);
        foreach (var secret in new[] { The.Password, The.SessionToken, The.Code, The.Login, _org.Nonce, "Tester" })
            text.ShouldNotContain(secret);
        text.ShouldContain("\"username\": \"{{user-1}}\"");
        text.ShouldContain("\"password\": \"{{password-1}}\"");
        text.ShouldContain("\"sub\": \"00u1tstjoAbcDefGh5d7\"");
        text.ShouldContain("\"kid\": \"kid-1\"");
    }

    [Fact]
    public async Task A_secret_is_hidden_wherever_it_comes_up_again_however_it_is_written()
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(The.SessionToken));
        _org.Token = _ => Some.Json(
            400,
            $$"""{"error":"invalid_grant","error_description":"Not {{The.SessionToken}} nor {{encoded}} of {{The.Login}}, see https://x.example/?token=Ab1-secret-in-a-link"}""");

        var text = await SignInAsync(new(), fails: true);

        text.ShouldContain(
            "Not {{sessionToken-1}} nor {{sessionToken-1|base64}} of {{user-1}}, see https://x.example/?token={{token-1}}");
    }

    [Fact]
    public async Task A_word_that_is_somebodys_password_is_still_a_word_elsewhere()
    {
        _org.Authn = _ => Some.Json(401, """{"errorCode":"E0000004","errorSummary":"Authentication failed"}""");
        using (var http = Recorded(Options()))
            await Should.ThrowAsync<OktaApiException>(
                () => Connect(http).SessionTokenFlow.SignInAsync(The.Login, "Authentication", new(), Ct));

        var text = await File.ReadAllTextAsync(_file, Ct);

        text.ShouldContain("\"password\": \"{{password-1}}\"");
        text.ShouldContain("\"errorSummary\": \"Authentication failed\"");
    }

    [Fact]
    public async Task Names_of_ones_own_are_secret_or_personal_when_that_is_said()
    {
        _org.IdTokenClaims = claims => (claims["badge"], claims["vault"], claims["team"]) = ("B-4711", "open-sesame-1", "Testers");

        var plain = await SignInAsync(Options());
        var hidden = await SignInAsync(Options() with { PersonalNames = ["badge"], SecretNames = ["vault"] });

        plain.ShouldContain("B-4711");
        hidden.ShouldNotContain("B-4711");
        hidden.ShouldNotContain("open-sesame-1");
        hidden.ShouldContain("Testers");
    }

    [Fact]
    public async Task What_looks_like_a_token_is_hidden_whatever_it_is_called()
    {
        const string Unheard = "Zq83hfkLw02mXc7TYpa5VbRs";
        _org.Authn = _ =>
            Some.Json(
                401, $$"""{"errorCode":"E0000004","errorSummary":"No","ticket":"{{Unheard}}","errorId":"oaeHfmOAx1iRLa0H10DeMz5fQ"}""");
        using (var http = Recorded(Options()))
            await Should.ThrowAsync<OktaApiException>(() => Connect(http).SessionTokenFlow.SignInAsync(The.Login, The.Password, new(), Ct));

        var text = await File.ReadAllTextAsync(_file, Ct);

        text.ShouldNotContain(Unheard);
        text.ShouldContain("oaeHfmOAx1iRLa0H10DeMz5fQ");
    }

    [Fact]
    public async Task The_next_page_of_a_list_is_found_when_it_is_played()
    {
        const string Cursor = "Zq83hfkLw02mXc7TYpa5VbRs";
        _org.Answers["/api/v1/users"] = asked =>
        {
            var page = Some.Json(200, $$"""[{"id":"{{(asked.Query("after").Length > 0 ? "2" : "1")}}"}]""");
            page.Headers.Add("Link", $"<{The.Org}/api/v1/users?limit=1>; rel=\"self\"");
            if (asked.Query("after").Length == 0)
                page.Headers.Add("Link", $"<{The.Org}/api/v1/users?after={Cursor}&limit=1>; rel=\"next\"");
            return page;
        };
        using (var http = Recorded(Options()))
        {
            await http.GetAsync(new Uri($"{The.Org}/api/v1/users?limit=1"), Ct);
            await http.GetAsync(new Uri($"{The.Org}/api/v1/users?after={Cursor}&limit=1"), Ct);
        }

        using var played = new HttpClient(new ReplayHandler(Cassette.Read(_file)));
        using var first = await played.GetAsync(new Uri($"{The.Org}/api/v1/users?limit=1"), Ct);
        var next = first.Headers.GetValues("Link").Last().Split('<', '>')[1];

        (await played.GetStringAsync(new Uri(next), Ct)).ShouldBe("""[{"id":"2"}]""");
        (await File.ReadAllTextAsync(_file, Ct)).ShouldNotContain(Cursor);
    }

    [Fact]
    public async Task What_cannot_be_read_for_secrets_is_left_out()
    {
        _org.Keys = _ => new(System.Net.HttpStatusCode.OK)
        {
            Content = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new("image/png") } },
        };
        using (var http = Recorded(Options()))
            await http.GetAsync(new Uri($"{The.Issuer}/v1/keys"), Ct);

        (await File.ReadAllTextAsync(_file, Ct)).ShouldContain("\"left_out\": \"3 bytes of image/png\"");
    }

    async Task<string> SignInAsync(RecordingOptions options, bool fails = false)
    {
        using (var http = Recorded(options with { Time = _org.Time }))
        {
            var run = Connect(http).SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);
            if (fails)
                await Should.ThrowAsync<OktaException>(() => run);
            else
                await run;
        }

        return await File.ReadAllTextAsync(_file, Ct);
    }

    RecordingOptions Options() => new() { Time = _org.Time };

    HttpClient Recorded(RecordingOptions options) => new(new RecordingHandler(_file, _org, options));

    OktaClient Connect(HttpClient http) => new(
        http, new() { Issuer = The.Issuer, ClientId = The.ClientId, RedirectUri = The.RedirectUri, Time = _org.Time });
}
