using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>What an app knows of a user who is assigned to it: Okta's app user.</summary>
sealed record UserAssignment
{
    public required string UserId { get; init; }

    /// <summary>The name in the app; null: as <see cref="App.UserNameTemplate"/> has it.</summary>
    public string? UserName { get; init; }

    /// <summary>Attributes of the app's profile that differ from what is mapped: an object, or null.</summary>
    public JsonElement? Profile { get; init; }

    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }
}

/// <summary>What an app knows of a group that is assigned to it.</summary>
sealed record GroupAssignment
{
    public required string GroupId { get; init; }
    public int Priority { get; init; }

    /// <summary>An object, or null.</summary>
    public JsonElement? Profile { get; init; }

    public long LastUpdatedAt { get; init; }
}

/// <summary>Who is called how in an app.</summary>
static class AppNames
{
    const string Prefix = "${source.", Suffix = "}";

    /// <summary>
    /// The user's name in the app, which expressions know as <c>appuser.userName</c>. UNCONFIRMED (management.md 10.2): of templates those
    /// that name one attribute are worked out, and any other is the login.
    /// </summary>
    public static string UserNameOf(this App app, User user) =>
        app.AssignmentOf(user.Id)?.UserName ?? Filled(app.UserNameTemplate, user) ?? user.Login;

    public static UserAssignment? AssignmentOf(this App app, string userId) =>
        app.UserAssignments?.FirstOrDefault(assignment => assignment.UserId == userId);

    static string? Filled(string? template, User user)
    {
        if (template?.StartsWith(Prefix, StringComparison.Ordinal) is not true || !template.EndsWith(Suffix, StringComparison.Ordinal))
            return null;

        return template[Prefix.Length..^Suffix.Length] switch
        {
            "login" => user.Login,
            "email" => user.Email,
            "firstName" => user.FirstName,
            "lastName" => user.LastName,
            var attribute => user.Profile is { } own && own.TryGetProperty(attribute, out var value) ? value.ToString() : null,
        };
    }
}
