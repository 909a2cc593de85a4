namespace Postern.LocalOrg.Tests.Seeding;

/// <summary>Secrets of a seed file stand elsewhere, or are made and told once.</summary>
public sealed class SeedSecretTests
{
    [Fact]
    public void A_secret_comes_from_the_environment_or_a_file_beside_the_seed()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("postern-seed");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "secret.txt"), "of-the-file\n");

            var file = SeedFile.Parse(
                """
                users: [ada@example.com env:ADA]
                apps: [{ name: Web, kind: web, clientSecret: "file:secret.txt" }]
                apiTokens: [env:TOKEN]
                """,
                new() { Folder = folder.FullName, Environment = name => name is "ADA" or "TOKEN" ? "of-" + name : null });

            (file.Seed.Users[0].Password, file.Seed.Apps[0].ClientSecret, file.Seed.ApiTokens[0].Token)
                .ShouldBe(("of-ADA", "of-the-file", "of-TOKEN"));
            file.Secrets.Select(secret => secret.ToString()).ShouldBe(
                ["users[0].password (env:ADA)", "apps[0].clientSecret (file:secret.txt)", "apiTokens[0] (env:TOKEN)"], ignoreOrder: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_secret_that_is_not_where_it_should_be_is_told_without_it()
    {
        var faults = Should.Throw<SeedFileException>(() => SeedFile.Parse(
            "users: [{ login: ada@example.com, password: env:NOBODY }]\napiTokens: [env:EMPTY, \"file:/nowhere/at/all\"]",
            new() { Environment = name => name is "EMPTY" ? "" : null })).Faults;

        faults.Select(fault => $"{fault.Line}:{fault.Column}: {fault.Path}: {fault.Message.Split(':')[0]}").ShouldBe(
        [
            "1:45: users[0].password: names the environment variable NOBODY, which is not set.",
            "2:13: apiTokens[0]: names env",
            "2:24: apiTokens[1]: names the file /nowhere/at/all, which cannot be read",
        ]);
    }

    [Fact]
    public void What_is_left_out_is_made_and_told()
    {
        var file = SeedFile.Parse(
            """
            users:
              - login: ada@example.com
                recoveryQuestion: Whose?
                totpSecret: ~
                factors: [token:software:totp, question, token, sms]
              - { login: new@example.com, state: staged, activationToken: ~ }
              - { login: old@example.com, password: "" }
            apps: [service Robot, spa Page http://localhost/cb]
            apiTokens: [~]
            """);

        file.Secrets.Select(secret => secret.ToString()).ShouldBe(
        [
            "users[0].factors[0].secret (made)", "users[0].factors[1].secret (made)", "users[0].factors[2].secret (made)",
            "users[0].password (made)", "users[0].totpSecret (made)", "users[0].recoveryAnswer (made)", "users[1].activationToken (made)",
            "apps[0].clientSecret (made)", "apiTokens[0] (made)",
        ]);
        file.Seed.Users.Select(user => user.Password.Length).ShouldBe([20, 0, 0]);
        file.Secrets.Select(secret => secret.Value).Distinct().Count().ShouldBe(9);
    }

    [Fact]
    public async Task A_hash_takes_the_place_of_a_password()
    {
        const string hash = "pbkdf2-sha256$10000$cG9zdGVybi1kZW1vLW9yZw==$F5iiEsXKNOg1Qr6Pk5WGDwBwQ0UOOepozit1LsB1EMI=";
        var seed = OrgSeed.FromText($"users: [{{ login: ada@example.com, passwordHash: \"{hash}\" }}]");
        await using var org = await LocalOrg.StartAsync(new() { Seed = seed }, The.Ct);
        using HttpClient http = new();

        var answer = await http.PostAsync(
            org.Url + "/api/v1/authn",
            new StringContent("""{"username":"ada@example.com","password":"Correct-Horse-9"}""", null, "application/json"),
            The.Ct);

        ((int)answer.StatusCode).ShouldBe(200);
    }

    [Fact]
    public void Without_fetching_a_file_is_judged_all_the_same()
    {
        SeedFile.Parse(
            "users: [{ login: ada@example.com, password: env:NOBODY, totpSecret: env:NOBODY }]", new() { FetchesSecrets = false })
            .Secrets.Count.ShouldBe(2);
    }
}
