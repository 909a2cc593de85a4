using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.SignIn;

/// <summary>Whether a new password meets its policy, and the sentence that says what it should be: authn.md 8.</summary>
static class PasswordRules
{
    const int ShortestPart = 4; // UNCONFIRMED: parts of a login that count; Okta names none
    const int Longest = 72; // authn.md 3.1

    public static bool AreMetBy(string password, PasswordPolicy policy, User user)
    {
        if (password.Length < policy.MinLength || password.Length > Longest)
            return false;
        if (password.Count(char.IsLower) < policy.MinLowerCase
            || password.Count(char.IsUpper) < policy.MinUpperCase
            || password.Count(char.IsDigit) < policy.MinNumber
            || password.Count(c => !char.IsLetterOrDigit(c)) < policy.MinSymbol)
            return false;

        return !(policy.ExcludesUsername && Parts(user.Login).Any(part => Contains(password, part)))
            && !policy.ExcludedAttributes.Any(
                attribute => AttributeOf(user, attribute) is { Length: > 0 } value && Contains(password, value));
    }

    /// <summary>UNCONFIRMED (authn.md 8): the sentences on history and age.</summary>
    public static string Sentence(PasswordPolicy policy)
    {
        List<string> wanted = [$"at least {policy.MinLength} characters"];
        if (policy.MinLowerCase > 0)
            wanted.Add("a lowercase letter");
        if (policy.MinUpperCase > 0)
            wanted.Add("an uppercase letter");
        if (policy.MinNumber > 0)
            wanted.Add("a number");
        if (policy.MinSymbol > 0)
            wanted.Add("a symbol");
        if (policy.ExcludesUsername)
            wanted.Add("no parts of your username");
        if (policy.ExcludedAttributes.Contains("firstName"))
            wanted.Add("does not include your first name");
        if (policy.ExcludedAttributes.Contains("lastName"))
            wanted.Add("does not include your last name");
        var sentence = $"Password requirements were not met. Password requirements: {string.Join(", ", wanted)}.";
        if (policy.HistoryCount > 0)
            sentence += $" Your password cannot be any of your last {policy.HistoryCount} passwords.";
        if (policy.MinAge > TimeSpan.Zero)
            sentence += $" At least {Age(policy.MinAge)} must have elapsed since you last changed your password.";
        return sentence;
    }

    static string Age(TimeSpan age) => age.TotalHours >= 1 ? $"{(int)age.TotalHours} hour(s)" : $"{(int)age.TotalMinutes} minute(s)";

    static IEnumerable<string> Parts(string login) =>
        login.Split(['@', '.', ',', '-', '_', '#']).Append(login.Split('@')[0]).Where(part => part.Length >= ShortestPart);

    static string? AttributeOf(User user, string attribute) => attribute switch
    {
        "firstName" => user.FirstName,
        "lastName" => user.LastName,
        _ => null,
    };

    static bool Contains(string password, string part) => password.Contains(part, StringComparison.OrdinalIgnoreCase);
}
