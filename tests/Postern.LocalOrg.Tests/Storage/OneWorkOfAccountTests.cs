using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.Tests.Authn;
using Postern.LocalOrg.Tests.Management.Hooks;
using Postern.LocalOrg.Tests.OAuth;
using Postern.LocalOrg.Tests.Pages;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>
/// What people do about their account, and what the telephony hook is asked meanwhile, on a PostgreSQL that hangs in the midst: what was
/// told to come back later does, and has lost nothing.
/// </summary>
public sealed partial class OneWorkOfAccountTests : IAsyncLifetime
{
    const string Browser = "DT=DI0theBrowserThatWaits";

    OwnPostgres _postgres = null!;
    HookServer _hook = null!;
    LocalOrg _org = null!;
    Browserless _http = null!;

    public async ValueTask InitializeAsync()
    {
        _postgres = await OwnPostgres.CreateAsync();
        _hook = await HookServer.StartAsync();
        _hook.Body = TelephonyTests.Sent;
        _org = await LocalOrg.StartAsync(
            new() { DataSource = _postgres.Source, Time = new FakeTimeProvider(The.Now), Seed = Seed(_hook.Url + "/hook") }, The.Ct);
        _http = new(_org);
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is null)
            return;

        _http?.Dispose();
        if (_org is not null)
            await _org.DisposeAsync();
        if (_hook is not null)
            await _hook.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Theory]
    [InlineData("transactions")]
    [InlineData("outbox")]
    public async Task A_recovery_that_was_not_kept_sent_nothing_and_is_begun_later(string table)
    {
        var page = await _http.GetAsync("/signin/forgot-password");

        var during = await _postgres.WhileLockedAsync(table, () => RecoverAsync("forgot-password", page, "ada"));
        var sent = await _org.Outbox.MessagesAsync(The.Ct);
        var later = await RecoverAsync("forgot-password", page, "ada");

        during.ShouldBeErrorPage(503, "temporarily_unavailable", "");
        sent.ShouldBeEmpty();
        later.Words.ShouldContain("a mail with a code");
        (await _org.Outbox.MessagesAsync(The.Ct)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_password_is_set_once_somebody_hears_of_it()
    {
        var sent = await RecoverAsync("forgot-password", await _http.GetAsync("/signin/forgot-password"), "ada");
        var code = $"pass_code={await CodeAsync("ada", "email")}";

        var undone = await _postgres.WhileLockedAsync("transactions", () => SubmitAsync(sent, "Verify", code));
        var due = await SubmitAsync(sent, "Verify", code);
        var unheard = await _postgres.WhileLockedAsync("sessions", () => SubmitAsync(due, "New password", "new_password=Fresh-Staple-7"));
        var old = await _http.AuthenticateAsync("ada@example.com");
        var set = await SubmitAsync(due, "New password", "new_password=Fresh-Staple-7");

        undone.ShouldBeErrorPage(503, "temporarily_unavailable", "");
        unheard.ShouldBeErrorPage(503, "temporarily_unavailable", "");
        old.Text("status").ShouldBe("SUCCESS", old.Body);
        set.Status.ShouldBe(302, set.Body);
        (await _http.AuthenticateAsync("ada@example.com", "Fresh-Staple-7")).Text("status").ShouldBe("SUCCESS");
    }

    [Theory]
    [InlineData("users")]
    [InlineData("transactions")]
    public async Task An_account_that_was_not_unlocked_is_unlocked_later(string table)
    {
        var sent = await RecoverAsync("unlock", await _http.GetAsync("/signin/unlock"), "lou");
        var code = $"pass_code={await CodeAsync("lou", "email")}";

        var during = await _postgres.WhileLockedAsync(table, () => SubmitAsync(sent, "Verify", code));
        var later = await SubmitAsync(sent, "Verify", code);

        during.ShouldBeErrorPage(503, "temporarily_unavailable", "");
        later.Words.ShouldContain("Your account is unlocked.");
    }

    [Fact]
    public async Task A_link_that_answered_nothing_answers_later()
    {
        var sent = await RecoverAsync("forgot-password", await _http.GetAsync("/signin/forgot-password"), "ada");
        var text = (await _org.Outbox.LatestAsync("ada@example.com", "email", The.Ct)).Text;
        var link = new Uri(Address().Match(text).Value).PathAndQuery;

        var during = await _postgres.WhileLockedAsync("transactions", () => _http.GetAsync(link, ("Cookie", Browser)));
        var waits = await SubmitAsync(sent, "I have opened the link");
        var later = await _http.GetAsync(link, ("Cookie", Browser));
        var due = await SubmitAsync(sent, "I have opened the link");

        during.ShouldBeErrorPage(503, "temporarily_unavailable", "");
        waits.Words.ShouldContain("Enter the code");
        later.Body.ShouldContain("idx.return.to.original.tab");
        due.Words.ShouldContain("Set a new password");
    }

    [Fact]
    public async Task A_mailed_token_that_began_nothing_is_good_later()
    {
        var during = await _postgres.WhileLockedAsync("transactions", () => _http.PostFormAsync("/welcome/an-activation-token0", ""));
        var later = await _http.PostFormAsync("/welcome/an-activation-token0", "");

        during.ShouldBeErrorPage(503, "temporarily_unavailable", "");
        later.HiddenFields("New password").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Somebody_who_could_not_be_made_is_made_later()
    {
        var query = AuthorizeQuery.With($"-prompt&response_type=id_token&client_id={The.Spa}");
        var page = await _http.GetAsync($"/oauth2/v1/authorize?{query}");
        var form = $"okta_key={page.SignInKey}&profile.email=nell%40example.com&profile.firstName=Nell&profile.lastName=New"
            + "&password=Fresh-Staple-7";

        var during = await _postgres.WhileLockedAsync("sessions", () => _http.PostFormAsync("/signin/register", form));
        var later = await _http.PostFormAsync("/signin/register", form);

        during.ShouldBeErrorPage(503, "temporarily_unavailable", "");
        later.Status.ShouldBe(302, later.Body);
    }

    [Theory]
    [InlineData(true, "outbox")]
    [InlineData(true, "journal")]
    [InlineData(true, "")]
    [InlineData(false, "outbox")]
    [InlineData(false, "journal")]
    [InlineData(false, "")]
    public async Task A_code_that_the_hook_took_and_the_org_did_not_is_sent_anew(bool isRecovery, string table)
    {
        var begun = await _http.AuthenticateAsync("amy@example.com");
        Task<Answer> AskAsync() => isRecovery
            ? _http.PostJsonAsync("/api/v1/authn/recovery/password", """{"username":"amy@example.com","factorType":"SMS"}""")
            : _http.PostJsonAsync(
                $"/api/v1/authn{Walk.VerifyPath(begun, "sms")}", $$"""{"stateToken":"{{begun.Text("stateToken")}}"}""");

        // Where no table is named, all are locked while the hook is asked.
        IAsyncDisposable? locked = null;
        if (table.Length is 0)
            _hook.Instead = async () => locked = await _postgres.LockAllAsync();
        var during = table.Length is 0 ? await AskAsync() : await _postgres.WhileLockedAsync(table, AskAsync);
        if (locked is not null)
            await locked.DisposeAsync();
        _hook.Instead = null;
        var sent = await _org.Outbox.MessagesAsync(The.Ct);
        var later = await AskAsync();

        during.ShouldBeOktaError(503, "E0000010", "Service is in read only mode");
        sent.ShouldBeEmpty();
        later.Text("status").ShouldBe(isRecovery ? "RECOVERY_CHALLENGE" : "MFA_CHALLENGE", later.Body);
        var last = _hook.Came.Last().Body.GetProperty("data").GetProperty("messageProfile");
        last.GetProperty("otpCode").GetString().ShouldBe(await CodeAsync("amy", "sms"));
        (await _org.Outbox.MessagesAsync(The.Ct)).Count.ShouldBe(1);
    }

    Task<Answer> RecoverAsync(string path, Answer page, string name) => _http.PostFormAsync(
        $"/signin/{path}", $"okta_key={page.SignInKey}&username={name}%40example.com&method=email", ("Cookie", Browser));

    Task<Answer> SubmitAsync(Answer page, string text, string typed = "") => _http.PostFormAsync(
        "/login/step", page.HiddenFields(text) + (typed.Length > 0 ? "&" + typed : ""), ("Cookie", Browser));

    async Task<string> CodeAsync(string name, string channel) =>
        (await _org.Outbox.LatestAsync($"{name}@example.com", channel, The.Ct)).Code!;

    static OrgSeed Seed(string hook) => OrgSeed.Default with
    {
        Engine = OrgEngine.IdentityEngine,
        Users = [.. OrgSeed.Default.Users, Walk.Amy, Walk.Stan],
        InlineHooks = [new() { Name = "Phones", Type = "com.okta.telephony.provider", Uri = hook }],
        RegistrationPolicies =
        [
            new()
            {
                Name = "Open", GroupIds = ["Testers"],
                Attributes =
                [
                    new() { Name = "email", Label = "Email" }, new() { Name = "firstName", Label = "First name" },
                    new() { Name = "lastName", Label = "Last name" },
                ],
            },
        ],
        Apps =
        [
            .. OrgSeed.Default.Apps.Select(
                app => app.ClientId == The.Spa ? app with { RegistrationPolicy = "Open" } : app),
        ],
    };

    [GeneratedRegex("http[^ ]+")]
    private static partial Regex Address();
}
