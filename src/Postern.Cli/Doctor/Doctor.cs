using Postern.Client;

namespace Postern.Cli;

/// <summary>
/// The order of the probes: what needs no password first, and at the first thing that nothing after it could get past, the end. An admin's
/// view comes last, and whatever was found before.
/// </summary>
sealed class Doctor(DoctorOptions options, ServerAddress address, Terminal io)
{
    readonly SecretReader _secrets = new(io);

    public async Task ExamineAsync(Examination exam, CancellationToken ct)
    {
        var app = await options.App.FindAsync(io, _secrets, ct);
        var login = options.User.Find(io);
        using var http = options.Http.OpenAsClient(address.OrgUrl, io);
        using var connection = options.Http.Connect(address, (app ?? new() { ClientId = "" }).OptionsFor(address, io), io);
        var org = new OrgProbes(http, address.OrgUrl, connection.Client.Options.ClockSkew, io);
        if (!await org.RunAsync(exam, ct))
            return;

        await SignInAsync(exam, new(http, connection.Client, app), login, connection.Client.Options, ct);
        if (options.Factor.ApiTokenReference is { } reference)
        {
            var token = await _secrets.ReadAsync(reference, "--api-token", "API token", ct);
            await new AdminProbes(http, address, token, io.Time).RunAsync(exam, app, login, ct);
        }
    }

    async Task SignInAsync(Examination exam, ServerProbes server, string? login, OktaClientOptions settings, CancellationToken ct)
    {
        var route = new UserRoute(login, options.Factor.IgnoresRouting);
        if (!await server.RunAsync(exam, route, options.TriesRedirectUris, ct) || login is null)
            return;
        if (await PasswordAsync(exam, login, ct) is not { } password)
            return;

        var answers = await options.Factor.ResolveAsync(login, io, _secrets, ct);
        // Where the user is sent was looked at already; the API token would make this caller one that others are not.
        var withFactor = await (options.Factor with { ApiTokenReference = null, IgnoresRouting = true })
            .AddToAsync(settings, io, _secrets, ct);
        using var connection = options.Http.Connect(address, withFactor, io);
        await new UserProbes(connection.Client, new(login, password), answers).RunAsync(exam, server.Grants, ct);
    }

    /// <summary>Null where there is none, or one that is empty.</summary>
    async Task<string?> PasswordAsync(Examination exam, string login, CancellationToken ct)
    {
        try
        {
            io.Unshow();
            if (await options.User.FindPasswordAsync(login, io, _secrets, ct) is { Length: > 0 } password)
                return password;

            exam.Add(Finding.Unclear(Checkpoint.Password, $"No password of {login} was given: --password says where it is."));
        }
        catch (UsageException empty) when (empty.Message.EndsWith(" is empty.", StringComparison.Ordinal))
        {
            exam.Add(Finding.Wrong(Checkpoint.Password, empty.Message, "H04"));
        }

        return null;
    }
}
