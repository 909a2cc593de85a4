namespace Postern.LocalOrg;

/// <summary>A text where a record could stand, for the common case: what it means, written out.</summary>
static class ShortForms
{
    /// <summary>Null where a record of the kind has no short form.</summary>
    public static IReadOnlyList<SeedMember>? Of(Type type, SeedNode.Text text) => type switch
    {
        _ when type == typeof(SeedApp) => App(Words(text)),
        _ when type == typeof(SeedUser) => User(Words(text)),
        _ when type == typeof(SeedGroupFilter) => [Member("match", text with { Value = "regex" }), Member("value", text)],
        _ => OnlyMember(type) is { } only ? [Member(only, text)] : null,
    };

    /// <summary>For kinds of which a text is one member, and the others have defaults.</summary>
    public static string? OnlyMember(Type type) => type switch
    {
        _ when type == typeof(SeedUser) => "login",
        _ when type == typeof(SeedGroup) || type == typeof(SeedAuthorizationServer) || type == typeof(SeedScope)
            || type == typeof(SeedUserType) || type == typeof(SeedProperty) || type == typeof(SeedAppPolicy)
            || type == typeof(SeedRegistrationPolicy) || type == typeof(SeedRegistrationField) || type == typeof(SeedBrand)
            || type == typeof(SeedDomain) || type == typeof(SeedLinkedEnd) => "name",
        _ when type == typeof(SeedYubikey) => "serial",
        _ when type == typeof(SeedAuthenticator) => "key",
        _ when type == typeof(SeedApiToken) => "token",
        _ when type == typeof(SeedTrustedOrigin) => "origin",
        _ when type == typeof(SeedFactor) || type == typeof(SeedFactorRule) => "factorType",
        _ => null,
    };

    /// <summary>What a text lacks that the common case needs: an app for people, whose sign-ins come back nowhere.</summary>
    public static (string Member, string Message)? Lack(Type type, SeedNode.Text text) =>
        type == typeof(SeedApp) && Words(text) is [{ Value: "spa" or "web" or "native" }, .. var others] && !others.Any(IsUri)
            ? ("redirectUris", $"is missing: write where sign-ins come back to, as '{text.Value} http://localhost:3000/callback'.")
            : null;

    public static string Hint(Type type) => type switch
    {
        _ when type == typeof(SeedApp) => ", or be a text such as 'spa http://localhost:3000/callback'",
        _ when type == typeof(SeedUser) => ", or be a text such as 'ada@example.com' or 'ada@example.com env:ADA_PASSWORD'",
        _ when type == typeof(SeedGroupFilter) => ", or be a text: a regular expression",
        _ when OnlyMember(type) is { } only => $", or be a text: its {only}",
        _ => "",
    };

    /// <summary>The kind, a name if wanted, and redirect URIs, which have a colon.</summary>
    static List<SeedMember> App(List<SeedNode.Text> words)
    {
        var uris = words.Skip(1).Where(IsUri).ToList();
        var named = string.Join(' ', words.Skip(1).Except(uris).Select(word => word.Value));
        var kind = words[0];
        var pages = uris.Where(IsPage).ToList();
        var name = named.Length > 0 || pages is not [var first, ..] ? named : $"{kind.Value} {new Uri(first.Value).Authority}";
        List<SeedMember> members = [Member("kind", kind), Member("name", kind with { Value = name.Length > 0 ? name : kind.Value })];
        if (uris.Count > 0)
            members.Add(new("redirectUris", uris[0].At, new SeedNode.Many(uris, uris[0].At)));
        if (pages.Count > 0)
            members.Add(new("postLogoutRedirectUris", pages[0].At, new SeedNode.Many([.. pages.Select(Origin).Distinct()], pages[0].At)));
        return members;
    }

    /// <summary>The login, and where the password is.</summary>
    static List<SeedMember> User(List<SeedNode.Text> words) => words switch
    {
        [var login, var password] => [Member("login", login), Member("password", password)],
        _ => [Member("login", words[0] with { Value = string.Join(' ', words.Select(word => word.Value)) })],
    };

    static bool IsUri(SeedNode.Text word) => word.Value.Contains(':', StringComparison.Ordinal);

    static bool IsPage(SeedNode.Text uri) =>
        Uri.TryCreate(uri.Value, UriKind.Absolute, out var parsed) && parsed is { Scheme: "http" or "https", Host.Length: > 0 };

    static SeedNode.Text Origin(SeedNode.Text uri) => uri with { Value = new Uri(uri.Value).GetLeftPart(UriPartial.Authority) };

    static SeedMember Member(string name, SeedNode.Text value) => new(name, value.At, value);

    /// <summary>Each where it begins; texts in quotes may hold escapes, and what is in them stands where they do.</summary>
    static List<SeedNode.Text> Words(SeedNode.Text text)
    {
        List<SeedNode.Text> words = [];
        foreach (var range in text.Value.AsSpan().Split(' '))
            if (text.Value[range] is { Length: > 0 } word)
                words.Add(new(word, IsPlain: false, text.IsPlain ? text.At with { Column = text.At.Column + range.Start.Value } : text.At));
        return words.Count > 0 ? words : [text with { IsPlain = false }];
    }
}
