using System.Text.Json;
using System.Text.Json.Serialization;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SystemLog;

/// <summary>One event of Okta's System Log, as the journal keeps it: what the type says by itself is not kept (management.md 17).</summary>
sealed record LogEvent
{
    /// <summary>One of <see cref="EventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Null: nobody who is known.</summary>
    public LogParty? Actor { get; init; }

    /// <summary><c>SUCCESS</c>, <c>FAILURE</c>, <c>ALLOW</c>, <c>CHALLENGE</c> or <c>DENY</c>; null: it succeeded.</summary>
    public string? Result { get; init; }

    public string? Reason { get; init; }

    public IReadOnlyList<LogParty>? Targets { get; init; }

    /// <summary>Of <c>debugContext.debugData</c>. No secrets.</summary>
    public IReadOnlyDictionary<string, string>? Debug { get; init; }

    /// <summary>Of an admin who called by it.</summary>
    public string? ApiTokenId { get; init; }

    public static LogEvent Read(string line) => JsonSerializer.Deserialize(line, LogJson.Default.LogEvent)!;

    /// <summary>A line of the journal's.</summary>
    public string Written() => JsonSerializer.Serialize(this, LogJson.Default.LogEvent);
}

/// <summary>Who acts, or whom or what is acted on.</summary>
/// <param name="Id">Okta's.</param>
/// <param name="Type"><c>User</c>, <c>AppInstance</c> …</param>
/// <param name="AlternateId">A login, or a name.</param>
/// <param name="DisplayName">For people.</param>
sealed record LogParty(string Id, string Type, string? AlternateId, string? DisplayName)
{
    /// <summary>Who tried to sign in as nobody that there is. What they typed may be a password, and is not kept.</summary>
    public static readonly LogParty Unknown = new("unknown", "User", "unknown", "unknown");

    /// <summary>The org itself: Okta's own principal.</summary>
    public static readonly LogParty System = new("unknown", "SystemPrincipal", "system@okta.com", "Okta System");

    public static LogParty Of(User user) => new(user.Id, "User", user.Login, user.Name);

    public static LogParty Of(Group group) => new(group.Id, "UserGroup", "unknown", group.Name);

    public static LogParty Of(App app) => new(app.ClientId, "AppInstance", app.Name, app.Name);

    /// <summary>An app that asks for tokens.</summary>
    public static LogParty Client(App app) => new(app.ClientId, "PublicClientApp", app.ClientId, app.Name);
}

/// <summary>Tells events with the work that they are of.</summary>
static class LogTelling
{
    extension(Work work)
    {
        public void Tell(LogEvent happened) => work.Tell(happened.Written());

        /// <summary>Also where the request is refused.</summary>
        public void TellAnyway(LogEvent happened) => work.TellAnyway(happened.Written());
    }
}

/// <summary>Events as they are kept.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LogEvent))]
sealed partial class LogJson : JsonSerializerContext;
