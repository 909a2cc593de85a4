namespace Postern.Browser.Tests;

/// <summary>Where the repository is, and in it what the browser tests borrow.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Okta's SDK as a page includes it.</summary>
    public static string OktaAuthJs { get; } = Path.Combine(
        Root, "tests", "Interop.Tests", "node", "node_modules", "@okta", "okta-auth-js", "dist", "okta-auth-js.min.js");

    /// <summary>Okta's Sign-In Widget as a page includes it.</summary>
    public static string Widget { get; } = Path.Combine(
        Root, "tests", "Interop.Tests", "node", "node_modules", "@okta", "okta-signin-widget", "dist");

    static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Postern.slnx")))
                return folder;
        throw new DirectoryNotFoundException("These tests run inside the repository.");
    }
}
