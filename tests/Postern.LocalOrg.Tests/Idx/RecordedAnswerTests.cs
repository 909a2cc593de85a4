using System.Text.Json;
using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>
/// What Okta's own SDKs and widget were recorded to be answered, beside what ours answers: the same status and media type, and the same
/// members in the same order, but for what is listed here, with why.
/// </summary>
public sealed partial class RecordedAnswerTests(RecordedOrg org, PolicyTests.FactorFirstOrg factorFirst, DirectTests.DirectOrg direct)
    : IClassFixture<RecordedOrg>, IClassFixture<PolicyTests.FactorFirstOrg>, IClassFixture<DirectTests.DirectOrg>
{
    const string Basic = "idx-dotnet--01-basic-login--", Sms = "idx-dotnet--06-2fa--challenge-sms--", Mocked = "signin-widget--",
        Verifying = Mocked + "authenticator-verification-", Java = "idx-java--", Swift = "mobile-swift-direct-auth--",
        Unassigned = Basic + "unassigned";

    /// <summary>What differs, in the recordings whose names begin so. A newer org sends more than the recordings of 2021 have.</summary>
    static readonly (string Difference, string In, string Why)[] Known =
    [
        ("identifier: ours has required", "", "the fact sheet has newer orgs say so, and a client posts required fields alone"),
        ("user.value: ours has identifier", "", "newer orgs say it: idx.md 4.1"),
        ("user.value: ours has profile", "", "newer orgs say it: idx.md 4.1"),
        ("remediation.value: ours has unlock-account", "", "self-service unlock is on here"),
        ("authenticators.value: ", "", "what the recorded user may use"),
        ("authenticatorEnrollments.value: ", "", "what the recorded user has"),
        ("options: ", "", "what the recorded user may choose"),
        ("methods: ", "", "what the recorded authenticator can do"),
        ("remediation.value: ours has select-authenticator-authenticate", "", "our user has more than one"),

        ("remediation.value: ours has select-enroll-profile", Unassigned, "anybody may register at our app"),
        ("messages.value.item: ours has i18n", Unassigned, "newer orgs name the message: idx.md 9.3"),
        ("successWithInteractionCode.value: recorded has client_secret", Sms, "our client is public; that of the one step is not"),

        ("order is version stateHandle", Java, "in 2020 the state handle came first"),
        ("order is version stateHandle", Mocked, "in 2020 the state handle came first"),
        ("ours has produces", Java, "in 2020 a form did not say what it is answered with"),
        ("ours has produces", Mocked, "in 2020 a form did not say what it is answered with"),
        ("successWithInteractionCode.value", Java + "skip", "in 2020 the fields had labels, and none was the verifier"),

        // The widget's mocks are answers of 2019 to 2022 that its makers went on with by hand.
        ("order is ", Mocked, "no order: what is put in by hand is put anywhere"),
        (": ours has app", Mocked, "left out by hand: an app"),
        (": ours has authentication", Mocked + "success", "left out by hand: the request"),
        (": ours has authenticator", Mocked, "left out by hand: authenticators"),
        ("cancel.value.stateHandle: ours has ", Mocked + "success", "left out by hand: what the state handle is"),
        ("value.credentials: ours has ", Verifying + "okta-verify-totp", "left out by hand: that credentials are an object"),
        ("recorded has select-authenticator-authenticate", Mocked + "error-authenticator", "our user has the password alone"),
        ("authenticator.options.", Verifying, "one mock has it, the next has not: what is fixed of a choice"),
        ("credentials.form.value.passcode: recorded has ", Verifying + "google", "no recorded org says it of a passcode"),
        ("credentials.form.value.totp: recorded has ", Verifying + "okta-verify-totp", "no recorded org says it of a code"),
        ("authenticatorEnrollments.value.", Mocked, "one mock has it, the next has not: what an enrollment says"),
        ("currentAuthenticatorEnrollment.value: ", Mocked + "error-authenticator", "another mock of the same has it: methods"),
        ("challenge-poll.value: ours has autoChallenge", Verifying, "newer orgs ask for it: idx.md 7.5"),
        ("currentAuthenticator.value: ours has ", Verifying, "a push can be sent again, and an authenticator has a name"),
        ("resend.value", Verifying, "written by hand: idx.md 7.5 has the form of a push that was turned down"),
        ("complexity: ", Mocked, "newer orgs list what is kept out: idx.md 4.5"),
        ("authentication.value.issuer: ours has id", Mocked, "the recorded org's own server has no id"),

        ("order is ", Swift, "the fact sheet has the order of the documentation"),
        ("recorded has supported_challenge_types", Swift, "of a fixture of the SDK alone: direct-auth.md 1"),
        ("settings: ours has ", "aws-cli", "newer orgs say it: management.md"),
    ];

    /// <summary>How each is had from ours.</summary>
    static readonly Dictionary<string, Func<RecordedAnswerTests, Task<Answer>>> Ours = new()
    {
        [Basic + "one-step-login--introspect-response"] = async tests => (await tests.BegunAsync()).Last,
        [Basic + "one-step-login--identify-response"] = async tests => (await tests.IdentifiedAsync("ada", The.Web)).Last,
        [Basic + "two-steps-login--introspect-response"] = async tests => (await tests.FirstAsync()).Last,
        [Basic + "two-steps-login--identify-response"] = async tests => (await tests.NamedAsync()).Last,
        [Basic + "two-steps-login--challenge-response"] = async tests => await (await tests.NamedAsync()).PostAsync(
            "challenge/answer", Passcode(The.Password)),
        [Basic + "locked-user-identify-response"] = async tests => (await tests.IdentifiedAsync("leo", AskingOrg.Registering)).Last,
        [Basic + "password-expired-identify-response"] = async tests => (await tests.IdentifiedAsync("eve")).Last,
        [Basic + "unassigned-user-identify-response"] = async tests => (await tests.IdentifiedAsync("una", AskingOrg.Registering)).Last,
        [Sms + "identify-response"] = async tests => (await tests.ChosenAsync("Phone")).Last,
        [Sms + "challenge-with-selected-method-response"] = async tests => (await tests.ChosenAsync("Phone", "sms")).Last,
        [Sms + "invalid-code-verification-response"] = async tests => await (await tests.ChosenAsync("Phone", "sms")).PostAsync(
            "challenge/answer", Passcode("no code")),
        [Sms + "valid-code-verification-response"] = async tests =>
        {
            var run = await tests.ChosenAsync("Phone", "sms");
            return await run.PostAsync("challenge/answer", Passcode(await tests.Org.CodeAsync("amy@example.com", "sms")));
        },
        ["idx-dotnet--common--interact-response"] = tests => tests.InteractAsync(The.Pkce),
        ["idx-dotnet--common--token-response"] = async tests => await (await tests.IdentifiedAsync("ada")).RedeemAsync(),
        [Java + "introspect-error-response"] = tests => tests.Org.Http.PostJsonAsync(
            "/idp/idx/introspect", """{"interactionHandle":"gone"}"""),
        [Java + "challenge-security-question-response"] = async tests => (await tests.ChosenAsync("Security Question")).Last,
        [Java + "answer-challenge-identify-first-response"] = async tests => (await tests.IdentifiedAsync("ona")).Last,
        [Java + "skip-optional-authenticator-enrollment-response"] = async tests =>
            await (await tests.IdentifiedAsync("ona")).PostAsync("skip"),
        [Java + "cancel-response"] = async tests => await (await tests.FirstAsync()).PostAsync("cancel"),
        [Verifying + "google-authenticator"] = async tests => (await tests.ChosenAsync("Google Authenticator")).Last,
        [Verifying + "okta-verify-push"] = async tests => (await tests.ChosenAsync("Okta Verify", "push")).Last,
        [Verifying + "okta-verify-totp"] = async tests => (await tests.ChosenAsync("Okta Verify", "totp")).Last,
        [Verifying + "number-challenge"] = async tests => (await tests.ChosenAsync("Okta Verify", "push", "num")).Last,
        [Verifying + "okta-verify-reject-push"] = async tests =>
        {
            var run = await tests.ChosenAsync("Okta Verify", "push");
            var push = await tests.Org.Org.Outbox.LatestAsync("amy@example.com", "push", The.Ct);
            await tests.Org.Org.Outbox.RejectAsync(push.Id, The.Ct);
            return await run.PostAsync("authenticators/poll");
        },
        [Verifying + "email"] = async tests => (await tests.ChosenAsync("Email")).Last,
        [Verifying + "select-authenticator"] = async tests => (await tests.IdentifiedAsync("amy")).Last,
        [Mocked + "authenticator-expiry-warning-password"] = async tests => (await tests.IdentifiedAsync("wendy")).Last,
        [Mocked + "error-authenticator-verify-password"] = async tests => await (await tests.NamedAsync()).PostAsync(
            "challenge/answer", Passcode("wrong")),
        [Mocked + "error-403-access-denied"] = async tests => (await tests.IdentifiedAsync("ada", RecordedOrg.Denied)).Last,
        [Mocked + "error-429-too-many-request"] = _ => TooManyAsync(),
        [Mocked + "success"] = async tests =>
        {
            var run = new IdxRun(tests.Org);
            await run.OpenAsync(The.Native);
            return await run.PostAsync("identify", Identifying("ada"));
        },
        [Mocked + "identify-with-only-one-third-party-idp"] = async tests => (await tests.BegunAsync(RecordedOrg.Away)).Last,
        [Mocked + "post-auth-keep-me-signed-in"] = async tests =>
        {
            var run = new IdxRun(tests.Org);
            await run.OpenAsync(AskingOrg.Staying);
            return await run.PostAsync("identify", Identifying("ada"));
        },
        ["mobile-swift--interact-error-response"] = tests => tests.InteractAsync(""),
        ["mobile-swift--token-error-response"] = async tests =>
        {
            var run = await tests.IdentifiedAsync("ada");
            return await tests.Org.Http.PostFormAsync(
                "/oauth2/default/v1/token",
                $"grant_type=interaction_code&client_id={The.Spa}&interaction_code={run.InteractionCode}" +
                $"&code_verifier={new string('x', 43)}");
        },
        [Swift + "token-mfa_required"] = tests => tests.DirectAsync("amy"),
        [Swift + "primary-authenticate"] = tests => tests.Direct.Http.PostFormAsync(
            "/oauth2/default/v1/primary-authenticate",
            $"client_id={DirectTests.DirectOrg.Direct}&channel_hint=push&login_hint=abe%40example.com"),
        [Swift + "challenge-oob-binding-transfer"] = async tests => await tests.Org.Http.PostFormAsync(
            "/oauth2/default/v1/challenge",
            $"client_id={RecordedOrg.Direct}&mfa_token={(await tests.DirectAsync("num")).Text("mfa_token")}&channel_hint=push" +
            "&challenge_types_supported=http://auth0.com/oauth/grant-type/mfa-oob"),
        ["aws-cli--okta-organization"] = tests => tests.Org.Http.GetAsync("/.well-known/okta-organization"),
    };

    /// <summary>What ours never answers, and why.</summary>
    static readonly Dictionary<string, string> NotOurs = new()
    {
        [Java + "scenario_1_1_2--answer-response"] = "of an org that tells who is unknown; this one protects its users from being guessed",
        [Mocked + "error-401-session-expired"] = "the other recorded shape is answered, which has no envelope: idx.md 9.4",
        [Mocked + "error-429-api-limit-exceeded"] = "the other recorded shape is answered, whichever limit it is",
        [Mocked + "success-redirect-remediation"] = "of SAML; the other recorded end is answered: idx.md 4.7",
        [Mocked + "identify-with-device-probing-loopback"] = "of Okta FastPass, which nobody here has",
    };

    public static TheoryData<string> Recordings => [.. Ours.Keys];

    RecordedOrg Org => org;

    DirectTests.DirectOrg Direct => direct;

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Our_answer_has_the_recorded_status_type_and_members_in_the_recorded_order(string recording)
    {
        var row = Row(recording);
        var recorded = Recorded(recording);

        var ours = await Ours[recording](this);

        row.Statuses.ShouldContain(ours.Status, ours.Body);
        ours.Headers["Content-Type"].ShouldBe(row.IsState ? "application/ion+json; okta-version=1.0.0" : "application/json");
        Differences("", ours.Json, recorded).Where(difference => !Known.Any(known => Is(known, difference, recording)))
            .ShouldBeEmpty(ours.Body);
    }

    [Fact]
    public async Task What_is_known_to_differ_does()
    {
        HashSet<string> met = [];
        foreach (var (recording, answer) in Ours)
        {
            var differences = Differences("", (await answer(this)).Json, Recorded(recording)).ToList();
            met.UnionWith(
                Known.Where(known => differences.Exists(difference => Is(known, difference, recording))).Select(known => known.Why));
        }

        Known.Select(known => known.Why).Except(met).ShouldBeEmpty();
    }

    [Fact]
    public void Every_recording_is_compared_or_said_why_not()
    {
        var recorded = File.ReadLines(PathOf("index.tsv")).Where(line => line.Length > 0 && line[0] is not '#')
            .Select(line => line.Split('\t')[0].Replace(".json", "", StringComparison.Ordinal));

        recorded.ShouldBe([.. Ours.Keys, .. NotOurs.Keys], ignoreOrder: true);
    }

    Task<IdxRun> BegunAsync(string app = The.Spa) => org.BeginAsync(app, app == The.Web ? $"&client_secret={The.WebSecret}" : "");

    async Task<IdxRun> IdentifiedAsync(string name, string app = The.Spa)
    {
        var run = await BegunAsync(app);
        await run.PostAsync("identify", Identifying(name));
        return run;
    }

    /// <summary>What a pause kept from being sent a moment ago is sent again.</summary>
    async Task<IdxRun> ChosenAsync(string label, string? method = null, string name = "amy")
    {
        org.Advance(31);
        var run = await IdentifiedAsync(name);
        await run.PostAsync("challenge", $"\"authenticator\":{run.Authenticator(label, method)}");
        return run;
    }

    /// <summary>Where the first page asks for the user name alone.</summary>
    Task<IdxRun> FirstAsync() => factorFirst.BeginAsync(The.Web, $"&client_secret={The.WebSecret}");

    async Task<IdxRun> NamedAsync()
    {
        var run = await FirstAsync();
        await run.PostAsync("identify", "\"identifier\":\"ada@example.com\"");
        return run;
    }

    Task<Answer> InteractAsync(string pkce) => org.Http.PostFormAsync(
        "/oauth2/default/v1/interact", $"client_id={The.Spa}&scope=openid&redirect_uri={The.EncodedCallback}&state=s1&{pkce}");

    Task<Answer> DirectAsync(string name) => org.Http.PostFormAsync(
        "/oauth2/default/v1/token",
        $"client_id={RecordedOrg.Direct}&grant_type=password&username={name}%40example.com&password={The.Password}&scope=openid");

    static async Task<Answer> TooManyAsync()
    {
        await using var limited = await LocalOrg.StartAsync(
            new()
            {
                RateLimits = RateLimits.Okta, Time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(The.Now),
                Seed = OrgSeed.Default with { Engine = OrgEngine.IdentityEngine },
            },
            The.Ct);
        using Browserless http = new(limited);
        for (var call = 0; call < 10; call++)
            await http.PostJsonAsync("/idp/idx/introspect", """{"interactionHandle":"gone"}""");
        return await http.PostJsonAsync("/idp/idx/introspect", """{"interactionHandle":"gone"}""");
    }

    static string Identifying(string name) => $$$"""
        "identifier":"{{{name}}}@example.com","credentials":{"passcode":"{{{The.Password}}}"}
        """;

    static string Passcode(string passcode) => $$$"""
        "credentials":{"passcode":"{{{passcode}}}"}
        """;

    static bool Is((string Difference, string In, string Why) known, string difference, string recording) =>
        recording.StartsWith(known.In, StringComparison.Ordinal) && difference.Contains(known.Difference, StringComparison.Ordinal);

    static string PathOf(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Postern.slnx")))
            root = root.Parent;
        var file = Path.Combine(root?.FullName ?? "", "..", "shared", "fixtures", "idx", name);
        Assert.SkipUnless(
            File.Exists(file), "The recorded Okta answers are kept beside the repository, in ../shared/fixtures, and are not here.");
        return file;
    }

    static JsonElement Recorded(string name) => JsonDocument.Parse(File.ReadAllText(PathOf(name + ".json"))).RootElement;

    /// <summary>What the index says of it: mostly one status, and whether it is a state of a sign-in.</summary>
    static (IEnumerable<int> Statuses, bool IsState) Row(string name)
    {
        var cells = File.ReadLines(PathOf("index.tsv")).Select(line => line.Split('\t')).First(row => row[0] == $"{name}.json");
        return (
            Number().Matches(cells[1]).Select(status => int.Parse(status.Value, null)),
            cells[2] is not ("interaction_handle" or "access_token" or "error" or "oob_code" or "(YAML tape)"));
    }

    static IEnumerable<string> Differences(string path, JsonElement ours, JsonElement recorded)
    {
        if (ours.ValueKind is JsonValueKind.Object && recorded.ValueKind is JsonValueKind.Object)
            return OfNames(path, Members(ours), Members(recorded)).Concat(
                Members(ours).Intersect(Members(recorded)).SelectMany(
                    name => Differences($"{path}.{name}", ours.GetProperty(name), recorded.GetProperty(name))));
        if (ours.ValueKind is JsonValueKind.Array && recorded.ValueKind is JsonValueKind.Array)
            return OfNames(path, Names(ours), Names(recorded)).Concat(
                Names(ours).Intersect(Names(recorded)).SelectMany(
                    name => Differences($"{path}.{name}", Named(ours, name), Named(recorded, name))));
        var isSame = ours.ValueKind == recorded.ValueKind
            || (
                ours.ValueKind is JsonValueKind.True or JsonValueKind.False
                    && recorded.ValueKind is JsonValueKind.True or JsonValueKind.False);
        return isSame ? [] : [$"{path} is {ours.ValueKind}, and was {recorded.ValueKind}"];
    }

    static IEnumerable<string> OfNames(string path, List<string> ours, List<string> recorded) =>
    [
        .. ours.Except(recorded).Select(name => $"{path}: ours has {name}"),
        .. recorded.Except(ours).Select(name => $"{path}: recorded has {name}"),
        .. ours.Where(recorded.Contains).SequenceEqual(recorded.Where(ours.Contains))
            ? (string[])[]
            : [$"{path}: order is {string.Join(' ', ours)}, and was {string.Join(' ', recorded)}"],
    ];

    static List<string> Members(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];

    static List<string> Names(JsonElement array) => [.. array.EnumerateArray().Select(NameOf)];

    static JsonElement Named(JsonElement array, string name) => array.EnumerateArray().First(item => NameOf(item) == name);

    /// <summary>Fields and forms have names, options labels, authenticators keys; of the rest the first is compared.</summary>
    static string NameOf(JsonElement item)
    {
        foreach (var name in (string[])["name", "label", "key"])
            if (item.ValueKind is JsonValueKind.Object && item.TryGetProperty(name, out var value))
                return value.GetString()!;
        return item.ValueKind is JsonValueKind.Object && item.TryGetProperty("type", out var type) ? type.GetString()! : "item";
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
