using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>
/// What people say of themselves while they sign in, held to what the app's policy asks for and to the schema of their type; only what is
/// asked, since nobody can do anything about the rest there (idx.md 8).
/// </summary>
sealed class AskedProfile(OrgStore store, OrgDirectory directory)
{
    readonly ProfileSchema _schema = new(store, directory);

    /// <exception cref="SignInRefusal">Something that must be said is missing.</exception>
    public static void Fill(
        JsonObject profile, UserType type, IEnumerable<SelfRegistration.Attribute> asked, IReadOnlyDictionary<string, string?> given)
    {
        foreach (var attribute in asked)
            if (given.GetValueOrDefault(attribute.Name) is { } text && !string.IsNullOrWhiteSpace(text))
                profile[attribute.Name] = ProfileSchema.ValueOf(type, attribute.Name, text);
            else if (attribute.IsRequired)
                throw new SignInRefusal.ProfileIncomplete(attribute.Name);
    }

    /// <exception cref="SignInRefusal">Something that was asked is not as the schema wants it, or is another's.</exception>
    public async Task CheckAsync(
        UserType type, JsonObject profile, IReadOnlyCollection<string> asked, string userId, CancellationToken ct)
    {
        var faults = await _schema.FaultsAsync(type, profile, userId, ct);
        if (faults.FirstOrDefault(fault => asked.Contains(fault.Where)) is { } wrong)
            throw wrong is { Where: UserProfile.Login, What: ProfileSchema.Taken }
                ? new SignInRefusal.LoginTaken()
                : new SignInRefusal.ProfileInvalid(wrong.Where, wrong.What);
    }
}
