using System.Text;

namespace Postern.LocalOrg.Tests.Seeding;

/// <summary>Everything that is wrong with a seed file is told at once, each where it is.</summary>
public sealed class SeedFaultTests
{
    [Fact]
    public void Twelve_faults_are_twelve_lines()
    {
        FaultsOf(
            """
            groups: [Staff, Staff]
            users:
              - login: ada@example.com
                state: suspendd
                groups: [Staf]
              - logn: eve@example.com
              - login: ADA@example.com
                factors: [telepathy]
            apps:
              - name: Shop
                kind: spa
                redirectUris: [callback]
                pkceRequired: yes
                refreshTokenLeeway: 2m
                assignedUsers: [eva@example.com]
            servers:
              - name: default
                scopes: [openid]
                policies:
                  - name: All
                    rules:
                      - name: Short
                        accessTokenLifetime: 10 minutes
            """).ShouldBe(
        [
            "org.yaml:1:17: groups[1].name: 'Staff' is another's already: each has its own.",
            "org.yaml:4:12: users[0].state: is 'suspendd'. Did you mean 'suspended'? There are [active, lockedOut, passwordExpired, " +
            "mfaRequired, staged, provisioned, suspended, recovery, deprovisioned].",
            "org.yaml:5:14: users[0].groups[0]: there is no group 'Staf'. Did you mean 'Staff'?",
            "org.yaml:6:5: users[1].logn: there is no 'logn' here. Did you mean 'login'?",
            "org.yaml:6:5: users[1].login: is missing.",
            "org.yaml:7:12: users[2].login: 'ada@example.com' is another's already: each has its own.",
            "org.yaml:8:15: users[2].factors[0].factorType: 'telepathy' of 'OKTA' is no factor of Okta's. There are [token:software:totp " +
            "of OKTA, token:software:totp of GOOGLE, question of OKTA, push of OKTA, webauthn of FIDO, sms of OKTA, call of OKTA, email " +
            "of OKTA, token of RSA, token of SYMANTEC, token:hardware of YUBICO, token:hotp of CUSTOM].",
            "org.yaml:12:20: apps[0].redirectUris[0]: 'callback' must be an absolute URI in ASCII without fragment (RFC 6749 section " +
            "3.1.2).",
            "org.yaml:13:19: apps[0].pkceRequired: is 'yes': it should be true or false.",
            "org.yaml:14:25: apps[0].refreshTokenLeeway: is 120 seconds: Okta allows 0 to 60.",
            "org.yaml:15:21: apps[0].assignedUsers[0]: there is no user 'eva@example.com'. Did you mean 'ada@example.com'?",
            "org.yaml:18:14: servers[0].scopes[0].name: 'openid' is a scope that every authorization server has already. Leave it out.",
            "org.yaml:23:34: servers[0].policies[0].rules[0].accessTokenLifetime: is '10 minutes': it should be a duration, such as 30s, " +
            "10m, 1h30m or 7d.",
        ]);
    }

    [Fact]
    public void What_is_only_kept_is_held_to_Oktas_rules_too()
    {
        FaultsOf(
            """
            users: [ada@example.com]
            brands:
              - Airline
              - { name: Airline, privacyPolicyUrl: nowhere }
            domains:
              - { name: localhost, brand: Airlin }
            behaviors:
              - { name: Fast, type: SPEED }
            identityProviders:
              - { name: Elsewhere, type: OIDC }
            linkedObjects:
              - { primary: manager, associated: manager, links: [{ user: ada@example.com, primary: adah@example.com }] }
            yubikeys: ["123"]
            authenticators: [telepathy]
            details: { town: Trier }
            technicalContact: adah@example.com
            threats: { action: shout }
            """).ShouldBe(
        [
            "org.yaml:4:5: brands[1].agreesToPrivacyPolicy: must be true where there is a 'privacyPolicyUrl'.",
            "org.yaml:4:13: brands[1].name: 'Airline' is another's already: each has its own.",
            "org.yaml:4:40: brands[1].privacyPolicyUrl: 'nowhere' is not an absolute URL.",
            "org.yaml:6:13: domains[0].name: 'localhost' is no name of a host, such as 'login.example.com'.",
            "org.yaml:6:31: domains[0].brand: there is no brand 'Airlin'. Did you mean 'Airline'?",
            "org.yaml:8:25: behaviors[0].type: there is no type of behaviour 'SPEED'. There are [ANOMALOUS_LOCATION, ANOMALOUS_IP, " +
            "ANOMALOUS_DEVICE, ANOMALOUS_ASN, VELOCITY].",
            "org.yaml:10:5: identityProviders[0].protocol: is missing.",
            "org.yaml:12:37: linkedObjects[0].associated.name: 'manager' is another's already: each end has its own.",
            "org.yaml:12:88: linkedObjects[0].links[0].primary: there is no user 'adah@example.com'. Did you mean 'ada@example.com'?",
            "org.yaml:13:12: yubikeys[0].serial: '123' is no serial number: 12 digits.",
            "org.yaml:14:18: authenticators[0].key: there is no authenticator 'telepathy'.",
            "org.yaml:15:10: details: has no 'town'. There are [website, phoneNumber, endUserSupportHelpURL, supportPhoneNumber, " +
            "address1, address2, city, state, country, postalCode].",
            "org.yaml:16:19: technicalContact: there is no user 'adah@example.com'. Did you mean 'ada@example.com'?",
            "org.yaml:17:20: threats.action: there is no action 'shout'. There are [none, audit, block].",
        ]);
    }

    [Theory]
    [InlineData("", "org.yaml:1:1: it is empty: a seed has users, apps and servers, as 'users: [ada@example.com]'.")]
    [InlineData("# nothing\n", "org.yaml:1:1: it is empty: a seed has users, apps and servers, as 'users: [ada@example.com]'.")]
    [InlineData("~", "org.yaml:1:1: it is empty: a seed has users, apps and servers, as 'users: [ada@example.com]'.")]
    [InlineData("hello", "org.yaml:1:1: should have members, as 'name: value'.")]
    [InlineData("- a", "org.yaml:1:1: should have members, as 'name: value'.")]
    [InlineData("users:\n\t- ada", "org.yaml:2:1: a tab indents this line, which YAML does not allow: use spaces.")]
    [InlineData("users: [a@b.c]\nusers: [c@d.e]", "org.yaml:2:1: users: is there twice: also in line 1. Leave one out.")]
    [InlineData("users: &u [a@b.c]\n", "org.yaml:1:8: users: has an anchor (&…), which a seed cannot have: leave it out.")]
    [InlineData("users: !!set [a@b.c]", "org.yaml:1:8: users: has a tag (!…), which a seed cannot have: leave it out.")]
    [InlineData("users: *u", "org.yaml:1:8: here is an alias (*…), which a seed cannot have: write out what it stands for.")]
    [InlineData("users: []\n---\nusers: []", "org.yaml:2:1: here begins a second document: a seed is one.")]
    [InlineData("users: [a@b.c\0]", "org.yaml:1:14: here is a control character, which no text has.")]
    [InlineData("[a]: b", "org.yaml:1:1: here should be a name: a text before a colon.")]
    [InlineData("users: [~]", "org.yaml:1:9: users[0]: is nothing: write what it is, or leave it out.")]
    [InlineData("users: { login: [a] }", "org.yaml:1:17: users[0].login: should be a text, not a list.")]
    [InlineData("apps: [{ kind: spa }]", "org.yaml:1:8: apps[0].name: is missing.")]
    [InlineData(
        "apps: [spa nowhere]",
        "org.yaml:1:8: apps[0].redirectUris: is missing: write where sign-ins come back to, as 'spa nowhere " +
        "http://localhost:3000/callback'.")]
    [InlineData(
        "apps: [service Robot, native]",
        "org.yaml:1:23: apps[1].redirectUris: is missing: write where sign-ins come back to, as 'native http://localhost:3000/callback'.")]
    [InlineData("maxFailedPasswords: many", "org.yaml:1:21: maxFailedPasswords: is 'many': it should be a whole number.")]
    [InlineData(
        "users: [{ login: a@b.c, password: { a: b } }]",
        "org.yaml:1:35: users[0].password: should be a secret: env:NAME, file:PATH, the secret itself, or nothing to have one made.")]
    [InlineData(
        "users: [{ login: a@b.c, passwordHash: md5 }]",
        "org.yaml:1:39: users[0].passwordHash: is no hash of the org's: 'pbkdf2-sha256$ROUNDS$SALT$HASH', salt and 32 bytes of hash in " +
        "base64.")]
    public void What_is_no_seed_says_where_and_why(string text, string fault) => FaultsOf(text).ShouldBe([fault]);

    [Theory]
    [InlineData("users: [")]
    [InlineData("{\"users\": [}")]
    [InlineData("users: [a@b.c]]")]
    [InlineData("users: \"\\ud83d\"")]
    [InlineData("apps: [\na\n]")]
    [InlineData("a: b: c")]
    [InlineData("users: 'x")]
    [InlineData("%YAML 9.9\n---\n")]
    [InlineData("? ")]
    [InlineData("users: |\n   x\n  y\n z")]
    public void What_is_no_YAML_is_told_and_nothing_else_happens(string text) => FaultsOf(text).ShouldNotBeEmpty();

    [Fact]
    public void What_nests_without_an_end_is_told()
    {
        FaultsOf("users: " + new string('[', 100_000)).ShouldHaveSingleItem()
            .ShouldEndWith("this lies deeper than 32 levels: no seed does.");
        FaultsOf(string.Concat(Enumerable.Range(0, 2000).Select(level => new string(' ', level) + "a:\n"))).ShouldHaveSingleItem()
            .ShouldEndWith("this lies deeper than 32 levels: no seed does.");
    }

    [Fact]
    public void A_bomb_of_aliases_does_not_go_off()
    {
        FaultsOf("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nusers: [*c]").ShouldContain(
            "org.yaml:2:8: here is an alias (*…), which a seed cannot have: write out what it stands for.");
    }

    [Fact]
    public async Task A_file_of_bytes_that_are_no_text_is_told()
    {
        var file = Path.Combine(Path.GetTempPath(), $"postern-seed-{Environment.ProcessId}.yaml");
        try
        {
            await File.WriteAllBytesAsync(file, [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("users: []")], The.Ct);
            (await Should.ThrowAsync<SeedFileException>(() => OrgSeed.FromFileAsync(file, The.Ct)))
                .Faults.ShouldHaveSingleItem().ToString().ShouldBe($"{file}:1:1: it is not in UTF-8. Save it as that.");

            await File.WriteAllBytesAsync(file, [.. Encoding.UTF8.GetPreamble(), .. "users: [ada@example.com]"u8], The.Ct);
            (await OrgSeed.FromFileAsync(file, The.Ct)).Users.Count.ShouldBe(1);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Ten_megabytes_are_read_like_ten_lines()
    {
        var much = new string('x', 4_900);
        var users = Enumerable.Range(0, 2_000).Select(i => $"  - {{ login: u{i}@example.com, profile: {{ a: \"{much}\" }} }}\n");

        OrgSeed.FromText("users:\n" + string.Concat(users)).Users.Count.ShouldBe(2_000);
    }

    static IReadOnlyList<string> FaultsOf(string text)
    {
        var refused = Should.Throw<SeedFileException>(() => SeedFile.Parse(text, new() { Name = "org.yaml" }));
        return [.. refused.Faults.Select(fault => fault.ToString())];
    }
}
