using System.CommandLine;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern exchange</c>: the technique's third step, a code for tokens.</summary>
static class ExchangeCommand
{
    const string Examples = """
        postern authn … | postern authorize … | postern exchange
        postern authn … | postern authorize … | postern exchange --client-secret env:CLIENT_SECRET --output raw
        """;

    public static Command Create()
    {
        var input = new StepInput("--authorization", "What 'postern authorize' printed");
        var (credential, dpop, http, output) = (new CredentialFlags(), new DPoPFlags(), new HttpFlags(), new TokenOutputFlags());
        var command = new Verb("exchange", "Step 3: redeems the code, if there is one, and validates every token.") { Examples = Examples };
        command.AddAll(input, credential, dpop, http, output);
        command.Runs<ExchangeOptions>(
            parse => new()
            {
                Input = input.Read(parse),
                Credential = credential.Read(parse),
                DPoP = dpop.Read(parse),
                Http = http.Read(parse),
                Output = output.Read(parse),
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(ExchangeOptions options, Terminal io, CancellationToken ct)
    {
        var secrets = new SecretReader(io);
        var json = JsonInput.Parse(await options.Input.ReadAsync(io, secrets, ct), "The input");
        var response = AuthorizeJson.Read(json);
        var address = ServerAddress.ParseIssuer(response.Issuer, "The input's issuer");
        var clientId = JsonInput.Require(json, Parameters.ClientId, "The input");
        var app = new ClientApp
        {
            ClientId = clientId,
            RedirectUri = response.RedirectUri,
            Scopes = response.Scopes,
            Credential = await options.Credential.ResolveAsync(clientId, io, secrets, ct),
            DPoPKey = await options.DPoP.ResolveAsync(json, secrets, ct),
        };

        using var connection = options.Http.Connect(address, app.OptionsFor(address, io), io);
        var tokens = await connection.Client.SessionTokenFlow.ExchangeAsync(response, ct);
        return options.Output.Write(io, new(tokens, address, app));
    }
}

/// <summary>What <c>postern exchange</c> was asked for.</summary>
sealed record ExchangeOptions
{
    public required StepReference Input { get; init; }
    public required CredentialChoice Credential { get; init; }
    public required DPoPChoice DPoP { get; init; }
    public required HttpChoice Http { get; init; }
    public required TokenOutput Output { get; init; }
}
