using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Expressions;

namespace Postern.LocalOrg.Directory;

/// <summary>A user's profile as Okta has it: some attributes are members of <see cref="User"/>, the others lie in its document.</summary>
static class UserProfile
{
    public const string Login = "login", Email = "email", FirstName = "firstName", LastName = "lastName", MobilePhone = "mobilePhone";

    const string Locale = "locale", TimeZone = "timezone", UsualLocale = "en", UsualTimeZone = "America/Los_Angeles";

    static readonly string[] OfMembers = [Login, Email, FirstName, LastName, MobilePhone];

    /// <summary>Those that are set, in no order.</summary>
    public static JsonObject Of(User user)
    {
        JsonObject profile = new() { [Login] = user.Login, [Email] = user.Email };
        (string, string?)[] others = [(FirstName, user.FirstName), (LastName, user.LastName), (MobilePhone, user.Phone)];
        foreach (var (name, value) in others)
            if (value is { Length: > 0 })
                profile[name] = value;
        if (user.Profile is { } own)
            foreach (var attribute in own.EnumerateObject())
                if (!OfMembers.Contains(attribute.Name) && attribute.Value.ValueKind is not JsonValueKind.Null)
                    profile[attribute.Name] = JsonNode.Parse(attribute.Value.GetRawText());
        return profile;
    }

    /// <summary>With a whole profile in the place of the one that there was; what was checked has a login and an e-mail address.</summary>
    public static User With(User user, JsonObject profile)
    {
        JsonObject own = [];
        foreach (var (name, value) in profile)
            if (!OfMembers.Contains(name) && value is not null)
                own[name] = value.DeepClone();
        return user with
        {
            Login = Text(profile, Login) ?? "",
            Email = Text(profile, Email) ?? "",
            FirstName = Text(profile, FirstName) ?? "",
            LastName = Text(profile, LastName) ?? "",
            Phone = Text(profile, MobilePhone),
            Locale = Text(profile, Locale) ?? UsualLocale,
            TimeZone = Text(profile, TimeZone) ?? UsualTimeZone,
            Profile = own.Count == 0 ? null : JsonSerializer.SerializeToElement(own, DirectoryJson.Default.JsonObject),
        };
    }

    /// <summary>As expressions see it, with what Okta fills in.</summary>
    public static Dictionary<string, object?> ForExpressions(User user)
    {
        Dictionary<string, object?> profile = new()
        {
            [Login] = user.Login, [Email] = user.Email, [FirstName] = user.FirstName, [LastName] = user.LastName,
            ["displayName"] = user.Name, [MobilePhone] = user.Phone, [Locale] = user.Locale, [TimeZone] = user.TimeZone,
        };
        if (user.Profile is { } own)
            foreach (var attribute in own.EnumerateObject())
                profile[attribute.Name] = Values.From(attribute.Value);
        return profile;
    }

    static string? Text(JsonObject profile, string name) =>
        profile[name] is JsonValue value && value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : null;
}
