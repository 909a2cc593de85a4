using System.CommandLine;

namespace Postern.Cli;

/// <summary><c>postern doctor</c>: why tokens do not come, probe by probe, each with its cause and remedy.</summary>
static class DoctorCommand
{
    const string Examples = """
        postern doctor                     # of what profiles, files and the environment say
        postern doctor --org https://dev-1.okta.com --client-id 0oa1abcdEFGHijkl2345 \
          --redirect-uri http://localhost:8080/callback --username ada@example.com --password env:ADA_PASSWORD
        postern doctor … --totp-secret env:ADA_TOTP         # a user with a second factor
        postern doctor … --api-token env:OKTA_API_TOKEN     # also what an admin sees
        postern doctor … --try-redirect-uris                # which spelling the app has
        postern doctor --output json | jq '.findings[] | select(.verdict == "wrong")'
        """;

    public static Command Create()
    {
        var (org, app, user, http) = (new OrgFlags(), new ProvenAppFlags(), new UserFlags(), new HttpFlags(cassette: null));
        var factor = new FactorFlags("An Okta API token that may read: shows what an admin sees, at the end");
        var redirects = new Option<bool>("--try-redirect-uris")
        {
            Description = "Where the redirect URI is not the app's, try four that are spelled nearly so",
        };
        var output = JsonOutput.OrText("a line for each thing that is looked at", "all of them, with ids");
        var command = new Verb(
            "doctor",
            "Looks at everything between here and a token, first without a password, then with it, once; says what is wrong, why, and " +
            "what to do. Its exit code is that of what is wrong.")
        {
            Examples = Examples,
        };
        command.AddAll(org, app, user, factor, http);
        command.AddAll(redirects, output);
        command.Runs<DoctorOptions>(
            parse => new()
            {
                Org = org.ReadAsGiven(parse),
                App = app.Read(parse),
                User = user.Read(parse),
                Factor = factor.Read(parse),
                Http = http.Read(parse),
                TriesRedirectUris = parse.GetValue(redirects),
                AsJson = parse.GetValue(output) is "json",
                Flags = VerbFlags.Of(parse.CommandResult),
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(DoctorOptions options, Terminal io, CancellationToken ct)
    {
        var exam = new Examination(finding => Tell(options, finding, io), options.Flags);
        var address = AddressOf(options, exam, io);
        if (address is not null)
            await new Doctor(options, address, io).ExamineAsync(exam, ct);

        io.Unshow();
        if (options.AsJson)
            io.Write(DoctorOutput.Json(exam, address?.Issuer));
        else
            DoctorOutput.Conclude(io, exam);
        return exam.ExitCode;
    }

    static void Tell(DoctorOptions options, Finding finding, Terminal io)
    {
        if (!options.AsJson)
            DoctorOutput.WriteFor(io, finding);
        io.Show($"Looking further than {finding.At.Name}");
    }

    // Null where the address is none, which has been told.
    static ServerAddress? AddressOf(DoctorOptions options, Examination exam, Terminal io)
    {
        try
        {
            options.Org.RefuseContradictions();
            var address = options.Org.Require(io);
            exam.Add(Finding.Ok(Checkpoint.Address, address.Issuer));
            return address;
        }
        catch (AddressException wrong)
        {
            exam.Add(Finding.Wrong(Checkpoint.Address, wrong.Message, wrong.ReasonId) with { Remedy = wrong.Hint });
            return null;
        }
    }
}

/// <summary>What <c>postern doctor</c> was asked for.</summary>
sealed record DoctorOptions
{
    public required OrgChoice Org { get; init; }
    public required ProvenAppChoice App { get; init; }
    public required UserChoice User { get; init; }
    public required FactorChoice Factor { get; init; }
    public required HttpChoice Http { get; init; }
    public required VerbFlags Flags { get; init; }
    public bool TriesRedirectUris { get; init; }
    public bool AsJson { get; init; }
}
