using System.CommandLine;
using Postern.Client;

namespace Postern.Cli;

/// <summary><c>postern mint</c>: many users' tokens for load tests, as fast as the org's limits let it.</summary>
static class MintCommand
{
    const string Examples = """
        postern mint --users users.csv --to tokens.csv                       # login,password on each line; a token for each
        postern mint --users users.csv --count 5000 --to tokens.json --as k6 # in turn; killed, it goes on where it was
        postern mint --users logins.txt --password env:LOAD_PASSWORD --to tokens.csv --as jmeter --scopes "openid orders:read"
        postern mint --users users.csv --to tokens.csv --limit authorize=60  # where the org limits each client to that
        postern mint --users users.csv --to tokens.csv --dpop                # bound to a key: tokens.csv.dpop.pem, for the load's proofs
        """;

    public static Command Create()
    {
        var (mint, org, app, credential) = (new MintFlags(), new OrgFlags(), new AppFlags(), new CredentialFlags());
        var dpop = new DPoPFlags("Bind all tokens to one new key (DPoP), kept for the load's proofs beside --to FILE in FILE.dpop.pem");
        var (http, output) = (new HttpFlags(cassette: null), JsonOutput.OrText("a report for people", "the report for scripts"));
        var command = new Verb(
            "mint", "Makes tokens for many users, for load tests: as fast as the org's limits allow, and never refused for them.")
        {
            Examples = Examples,
        };
        command.AddAll(mint, org, app, credential, dpop, http);
        command.Add(output);
        var flags = new VerbFlags(command.Options.SelectMany(option => option.Aliases.Prepend(option.Name)).ToHashSet());
        command.Runs<MintOptions>(
            parse => new()
            {
                Mint = mint.Read(parse),
                Org = org.Read(parse),
                App = app.Read(parse),
                Credential = credential.Read(parse),
                DPoP = dpop.Read(parse),
                Http = http.Read(parse),
                Flags = flags,
                AsJson = parse.GetValue(output) is "json",
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(MintOptions options, Terminal io, CancellationToken ct)
    {
        var (file, secrets) = (options.Mint.RequiredTo, new SecretReader(io));
        MintJournal.RequireRoom(file);
        var plan = await PlanAsync(options, io, secrets, ct);
        var key = await MintKey.OpenAsync(options.DPoP, file, secrets, ct);
        plan = plan with { App = plan.App with { DPoPKey = key?.Key } };
        using var journal = MintJournal.Open(file, plan.Id);
        var before = journal.Outcomes.Where(outcome => outcome.IsSettled).ToList();
        using var governor = new Governor(GovernorFile.For(plan.Address, io), options.Mint.Limits, io.Time)
        {
            Warn = what => io.Warn(what),
        };
        LimitReader? limits = null;
        var client = plan.App.OptionsFor(plan.Address, io) with
        {
            SpentPasscodes = SpentPasscodeFiles.In(io.DataFolder()),
            RecognizesFederatedUsers = !options.Mint.IgnoresRouting,
        };
        using var connection = options.Http.Connect(
            plan.Address, client, io.Through(sender => limits = new LimitReader(sender, governor, io.Time)) with { ShowsAnswers = false });

        var progress = new MintProgress(io, plan.Count, before.Count);
        var run = new MintRun(
            new()
            {
                Governor = governor,
                Limits = limits!,
                SignIn = (user, stop) => SignInAsync(connection.Client, user, stop),
                Explain = failed => MintFailure.Of(Errors.Explain(failed, options.Flags, ct), io.Secrets),
                AtOnce = options.Mint.AtOnce,
                KeepsGoing = options.Mint.KeepsGoing,
                Lessons = key is null ? 1 : 2, // the first is given the server's nonce, which the others have from it
            },
            journal, progress);
        try
        {
            await run.RunAsync(plan.Items.ExceptBy(before.Select(outcome => outcome.Number), item => item.Number), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            var made = progress.Made + before.Count(outcome => outcome.Failure is null);
            io.Say($"{made} of {plan.Count} tokens are there: the same command goes on from them.");
            throw;
        }

        return End(options, io, journal, new(plan, journal.Outcomes, progress)
        {
            File = file,
            Before = before.Count(outcome => outcome.Failure is null),
            Refused = limits!.Refused,
            HasGivenUp = run.HasGivenUp,
            Key = key,
        });
    }

    static async Task<MintPlan> PlanAsync(MintOptions options, Terminal io, SecretReader secrets, CancellationToken ct)
    {
        var address = options.Org.Require(io);
        var app = options.App.Resolve(io) with
        {
            Credential = await options.Credential.ResolveAsync(options.App.Client.ClientId, io, secrets, ct),
        };
        var users = await options.Mint.UsersAsync(io, secrets, ct);
        return new(address, app, users, options.Mint.Count ?? users.Count);
    }

    static Task<TokenSet> SignInAsync(OktaClient client, MintUser user, CancellationToken ct) =>
        client.SignIn.GetTokensAsync(
            user.Login,
            user.Password,
            new() { Answers = new() { Totp = user.TotpSecret is { } seed ? Totp.FromSecret(seed) : null } },
            ct);

    static int End(MintOptions options, Terminal io, MintJournal journal, MintReport report)
    {
        io.Unshow();
        OwnFile.Write(report.File, to => MintOutput.Write(to, journal.Made(), options.Mint.Shape));
        if (report.IsSettled)
            journal.Remove();
        if (options.AsJson)
            JsonOutput.Write(io, report.ToJson());
        else
            report.WriteFor(io);
        return report.ExitCode();
    }
}

/// <summary>What <c>postern mint</c> was asked for.</summary>
sealed record MintOptions
{
    public required MintChoice Mint { get; init; }
    public required OrgChoice Org { get; init; }
    public required AppChoice App { get; init; }
    public required CredentialChoice Credential { get; init; }
    public required DPoPChoice DPoP { get; init; }
    public required HttpChoice Http { get; init; }

    /// <summary>Those that there are, which hints may name.</summary>
    public required VerbFlags Flags { get; init; }
    public bool AsJson { get; init; }
}
